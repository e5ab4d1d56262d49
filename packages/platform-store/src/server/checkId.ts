import { storeError } from "../contract/errors.js";
import type { Limits } from "../contract/limits.js";
import { toStorable } from "../contract/toStorable.js";

type Rule = { path: string; limits: Limits; mayBeEmpty?: boolean };

/** Throws unless a name or id is well-formed text of 1 to `maxIdLength` UTF-16 units; any characters are fine. */
export function checkId(id: string, { path, limits, mayBeEmpty = false }: Rule): void {
  if (id === "" && !mayBeEmpty) throw storeError("ID_INVALID", `${path} is empty.`, { path });
  checkText(id, path, limits.maxIdLength);
}

/** As `checkId`, for ids that refer to something: long enough for every derived event id, and may be empty. */
export function checkReference(id: string, { path, limits }: Rule): void {
  checkText(id, path, 9 * limits.maxIdLength + 32);
}

function checkText(text: string, path: string, limit: number): void {
  const actual = text.length;
  if (actual > limit) {
    const message = `${path} has ${actual} characters; at most ${limit} are allowed.`;
    throw storeError("ID_TOO_LONG", message, { path, limit, actual });
  }
  toStorable(text, path);
}

/** Throws unless an event id given by a caller has the form that no derived id can have. */
export function checkEventId(id: string, path: string): void {
  if (/^[A-Za-z0-9._-]{1,128}$/.test(id)) return;
  const message = `${path} must be 1 to 128 of A-Z a-z 0-9 . _ -`;
  throw storeError("EVENT_ID_INVALID", message, { path });
}
