import { busError } from "../contract/errors.js";

/** The furthest deadline from now, in ms: a year. */
export const MAX_PENDING_MS = 365 * 86_400_000;

/** Throws `INVALID_DEADLINE` unless the deadline (ms since 1970) lies ahead of `now`, by a year at most. */
export function assertDeadline(deadline: number, now: number) {
  if (Number.isInteger(deadline) && deadline > now && deadline <= now + MAX_PENDING_MS) return;
  throw busError(
    "INVALID_DEADLINE",
    `deadline is a whole number of ms since 1970, after now (${now}) and within ${MAX_PENDING_MS} ms of it, not ${deadline}.`,
  );
}
