/** The deployment or the push of the example failed; the message is for the person who started the program. */
export class CannotStart extends Error {
  override name = "CannotStart";
}
