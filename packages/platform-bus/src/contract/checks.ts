import { cutText, findOversize, textProblem, type Oversize } from "@convex-es/platform-base";
import { getConvexSize } from "convex/values";
import type { Attempt, Ending } from "./commands.js";
import { busError } from "./errors.js";

const dayMs = 86_400_000;

/** How long a record is kept after its command ended, unless the recording says otherwise: 7 days, in ms. */
export const defaultRetentionMs = 7 * dayMs;

/** The longest retention, in ms: 100 years, for records that are kept for good. */
export const maxRetentionMs = 36_525 * dayMs;

/** The furthest deadline from now, in ms: a year. */
export const maxPendingMs = 365 * dayMs;

/** The longest name, actor or correlation id that is stored, in UTF-16 code units. */
export const maxFieldLength = 1_024;

/** What one record holds (levels, elements and fields of `details` and `result`); a document of Convex holds it, whatever the other fields are. */
export const outcomeLimits = {
  bytes: 512 * 1_024,
  events: 4_096,
  levels: 12,
  elements: 8_192,
  fields: 1_000,
};

/** Whether a value can be a command id: 1–128 characters of `A-Z a-z 0-9 . _ : -`. */
export function isCommandId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9._:-]{1,128}$/.test(value);
}

/** Throws `INVALID_COMMAND_ID` (a `ConvexError`) unless the value can be a command id. */
export function assertCommandId(value: unknown): asserts value is string {
  if (isCommandId(value)) return;
  const shown = typeof value === "string" ? JSON.stringify(cutText(value, 60)) : typeof value;
  const message = `a command id must be 1 to 128 characters of A-Z a-z 0-9 . _ : -, not ${shown}`;
  throw busError("INVALID_COMMAND_ID", message);
}

type Texts = Attempt & { correlationId?: string; causationId?: string | null };

/** Throws unless the id and every other text of an attempt can be stored; each row has a bounded size. */
export function assertAttemptFits(attempt: Texts): void {
  assertCommandId(attempt.commandId);
  const { tenant, type, fingerprint, actorId, correlationId, causationId } = attempt;
  const texts = { tenant, type, fingerprint, actorId, correlationId, causationId };
  for (const [field, text] of Object.entries(texts)) {
    if (text == null) continue;
    const problem = textProblem(text, { maxLength: maxFieldLength, mayBeEmpty: true });
    if (problem === null) continue;
    const code = problem.code === "TOO_LONG" ? "FIELD_TOO_LONG" : "INVALID_FIELD";
    throw busError(code, `${field} ${problem.message}`);
  }
}

/** Throws `INVALID_RETENTION` unless a record can be kept for so many ms. */
export function assertRetention(retentionMs: number): void {
  if (Number.isInteger(retentionMs) && retentionMs >= 1 && retentionMs <= maxRetentionMs) return;
  const message = `retentionMs must be a whole number of ms from 1 to ${maxRetentionMs} (100 years), not ${retentionMs}; to keep records for good, pass maxRetentionMs`;
  throw busError("INVALID_RETENTION", message);
}

/** Throws `INVALID_DEADLINE` unless the deadline (ms since 1970) is later than `now`, by a year at most. */
export function assertDeadline(deadline: number, now: number): void {
  if (Number.isInteger(deadline) && deadline > now && deadline <= now + maxPendingMs) return;
  const message = `deadline must be a whole number of ms since 1970, after now (${now}) and at most ${maxPendingMs} ms later, not ${deadline}`;
  throw busError("INVALID_DEADLINE", message);
}

const units = {
  VALUE_TOO_LARGE: "bytes",
  VALUE_TOO_DEEP: "levels",
  ARRAY_TOO_LONG: "elements",
  TOO_MANY_FIELDS: "fields",
} as const satisfies Record<Oversize["code"], keyof typeof outcomeLimits>;

/** Throws `OUTCOME_TOO_LARGE` for an outcome that a record cannot hold; call it before writing. */
export function assertOutcomeFits(outcome: Ending): void {
  if (outcome.status === "executed") {
    assertWithin("events", outcome.events.length, "events");
    assertValueFits(outcome.result, "result");
  } else {
    assertValueFits(outcome.details, "details");
  }
  assertWithin("outcome", getConvexSize(outcome), "bytes");
}

function assertValueFits(value: unknown, path: string): void {
  if (value === undefined) return;
  const limits = {
    maxBytes: Infinity,
    maxDepth: outcomeLimits.levels,
    maxArrayLength: outcomeLimits.elements,
    maxFields: outcomeLimits.fields,
  };
  const oversize = findOversize(value, limits, path);
  if (oversize !== null) assertWithin(oversize.path, oversize.actual, units[oversize.code]);
}

function assertWithin(path: string, actual: number, unit: keyof typeof outcomeLimits): void {
  const limit = outcomeLimits[unit];
  if (actual <= limit) return;
  const message = `${path} has ${actual} ${unit}; a command record holds at most ${limit}`;
  throw busError("OUTCOME_TOO_LARGE", message);
}

/** A page length from 1 to `most`, whatever the caller asks for. */
export function clampLimit(limit: number, most: number): number {
  return Math.min(Math.max(Math.trunc(limit) || 1, 1), most);
}
