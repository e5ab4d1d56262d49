import { busError } from "./errors.js";

const DAY_MS = 86_400_000;

/** How long a record is kept after its command ended, unless the recording says otherwise: 7 days, in ms. */
export const DEFAULT_RETENTION_MS = 7 * DAY_MS;

/** The longest retention, in ms: 100 years, to be given for records that are kept for good. */
export const MAX_RETENTION_MS = 36_525 * DAY_MS;

/** Throws `INVALID_RETENTION` unless a record can be kept for so many ms. */
export function assertRetention(retentionMs: number) {
  if (Number.isInteger(retentionMs) && retentionMs >= 1 && retentionMs <= MAX_RETENTION_MS) return;
  throw busError(
    "INVALID_RETENTION",
    `retentionMs is a whole number of ms from 1 to ${MAX_RETENTION_MS} (100 years), not ${retentionMs}; to keep records for good, give MAX_RETENTION_MS.`,
  );
}
