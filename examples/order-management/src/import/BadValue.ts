/** A value of a row that cannot be imported; the message names the column and what is wrong with it. */
export class BadValue extends Error {
  override name = "BadValue";
}
