const loneSurrogate = /\p{Surrogate}/u;

/** How long a text may be, in UTF-16 code units, and whether it may be empty. */
export type TextRule = { maxLength: number; mayBeEmpty?: boolean };

/** What is wrong with a text; `message` completes a sentence that starts with the name of the field. */
export type TextProblem =
  | { code: "EMPTY" | "LONE_SURROGATE"; message: string }
  | { code: "TOO_LONG"; message: string; limit: number; actual: number };

/**
 * The rule for every name and id that the platform stores: not empty, not too long, and no half of a surrogate pair, which no
 * database keeps. Any other character passes, control characters included: they come back as they went in.
 */
export function textProblem(
  text: string,
  { maxLength, mayBeEmpty = false }: TextRule,
): TextProblem | null {
  if (text === "" && !mayBeEmpty) return { code: "EMPTY", message: "is empty" };
  if (text.length > maxLength) {
    const message = `has ${text.length} characters; at most ${maxLength} are allowed`;
    return { code: "TOO_LONG", message, limit: maxLength, actual: text.length };
  }
  if (isWellFormed(text)) return null;
  return { code: "LONE_SURROGATE", message: "contains half of a surrogate pair" };
}

/** Whether a text contains no half of a surrogate pair. */
export const isWellFormed = (text: string): boolean => !loneSurrogate.test(text);

/** The first `maxLength` UTF-16 code units of a text, one fewer where the cut would split a surrogate pair. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
