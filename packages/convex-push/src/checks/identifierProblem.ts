const longestIdentifier = 64;

/** Says what Convex has against a name of a table, index, component or variable, or nothing when it is fine. */
export function identifierProblem(name: string): string | undefined {
  if (name.length > longestIdentifier) return `is longer than ${longestIdentifier} characters`;
  if (!/^[a-zA-Z_]\w*$/.test(name)) return "must be letters, digits and _, starting with a letter";
  return /^_+$/.test(name) ? "must not be underscores only" : undefined;
}
