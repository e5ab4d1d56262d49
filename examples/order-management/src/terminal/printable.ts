import { charactersOf } from "./charactersOf.ts";

const longest = 40;

/** Text of unknown origin, safe to print on a terminal: control characters shown as escapes, long text cut. */
export function printable(text: string): string {
  const safe = text.slice(0, 10 * longest).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
  const characters = charactersOf(safe);
  return characters.length <= longest ? safe : `${characters.slice(0, longest - 1).join("")}…`;
}

const escaped = (char: string) => `\\u{${char.codePointAt(0)?.toString(16)}}`;

/** The same, in quotes, for messages. */
export const quoted = (text: string): string => `"${printable(text)}"`;
