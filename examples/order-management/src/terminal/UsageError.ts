/** A program was started with options it does not have; the message is for the person who started it. */
export class UsageError extends Error {
  override name = "UsageError";
}
