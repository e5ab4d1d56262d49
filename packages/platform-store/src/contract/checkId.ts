import { textProblem, type TextRule } from "@convex-es/platform-base";
import { storeError } from "./errors.js";
import type { Limits } from "./limits.js";

type Rule = { path: string; limits: Limits; mayBeEmpty?: boolean };

/** Throws unless a name or id is well-formed text of 1 to `maxIdLength` UTF-16 units; any characters are fine. */
export function checkId(id: string, { path, limits, mayBeEmpty = false }: Rule): void {
  checkText(id, path, { maxLength: limits.maxIdLength, mayBeEmpty });
}

/** As `checkId`, for ids that refer to something: long enough for every derived event id, and may be empty. */
export function checkReference(id: string, { path, limits }: Rule): void {
  checkText(id, path, { maxLength: 9 * limits.maxIdLength + 32, mayBeEmpty: true });
}

const codes = {
  EMPTY: "ID_INVALID",
  TOO_LONG: "ID_TOO_LONG",
  LONE_SURROGATE: "NOT_STORABLE",
} as const;

function checkText(text: string, path: string, rule: TextRule): void {
  const problem = textProblem(text, rule);
  if (problem === null) return;
  const { code, message, ...sizes } = problem;
  throw storeError(codes[code], `${path} ${message}.`, { path, ...sizes });
}

/** Throws unless an event id given by a caller has the form that no derived id can have. */
export function checkEventId(id: string, path: string): void {
  if (/^[A-Za-z0-9._-]{1,128}$/.test(id)) return;
  const message = `${path} must be 1 to 128 of A-Z a-z 0-9 . _ -`;
  throw storeError("EVENT_ID_INVALID", message, { path });
}
