import type { LogPlace } from "./log.js";

// Until it commits, an event of the running mutation has the highest commit time.
export const minCommitTs = -(2n ** 63n);
export const maxCommitTs = 2n ** 63n - 1n;

/** The place before the first event of a log. */
export const beginning: LogPlace = { commitTs: minCommitTs, ordinal: 0 };

/** Whether a place of one store's log is the other one or behind it. */
export const isAtOrAfter = (place: LogPlace, other: LogPlace): boolean =>
  place.commitTs > other.commitTs ||
  (place.commitTs === other.commitTs && place.ordinal >= other.ordinal);
