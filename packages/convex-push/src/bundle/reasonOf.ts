/** The first line of what a module threw; errors of another realm are not `instanceof Error` here. */
export function reasonOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return String(message ?? error).split("\n", 1)[0] ?? "";
}
