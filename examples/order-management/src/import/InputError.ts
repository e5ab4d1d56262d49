/** The input cannot be read at all; the message says what is wrong with which file, for the person who passed it. */
export class InputError extends Error {
  override name = "InputError";
}
