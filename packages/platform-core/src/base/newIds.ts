/** An id maker for one command: command id and a counter, so that a retry of the command makes the same ids. */
export function newIdsOf(commandId: string): () => string {
  const counter = { next: 1 };
  return () => `${commandId}.${counter.next++}`;
}

/** An id for a command sent without one: 128 bits of the execution's seeded randomness (mutations have no crypto). */
export function automaticCommandId(): string {
  const word = () =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return `auto-${word()}${word()}${word()}${word()}`;
}
