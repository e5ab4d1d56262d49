/**
 * Makes a command id, 128 random bits in hex: make one per intent (a click, a form, a message) and keep it for every
 * repeat of that intent. Not in queries and mutations, where Convex has no randomness of that kind.
 *
 * @example
 * const commandId = useMemo(makeCommandId, []);
 */
export function makeCommandId(): string {
  // Not randomUUID: browsers have it in secure contexts only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
