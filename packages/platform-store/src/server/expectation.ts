import type { QueryCtx } from "../component/_generated/server.js";
import type { Conflict } from "../contract/appendResult.js";
import { readStream } from "./readStream.js";
import type { Assert, Expectation, StoredEvent } from "../contract/shared.js";

const maxEventsShown = 20;

/** Whether a stream at `version` (0: no events) is as expected. */
export function holds(expected: Expectation, version: number): boolean {
  if (expected === "any") return true;
  if (expected === "exists") return version > 0;
  return version === (expected === "none" ? 0 : expected);
}

type Missed = { tenant: string; target: Assert; version: number; withEvents: boolean };

/** What a caller needs to decide again: the current version, how many events he has not seen, and the first 20 of them. */
export async function conflictOf(ctx: QueryCtx, missed: Missed): Promise<Conflict> {
  const { streamType, streamId, expected } = missed.target;
  const seen = typeof expected === "number" ? expected : 0;
  const eventsBetween = expected === "exists" ? 0 : Math.max(0, missed.version - seen);
  let events: StoredEvent[] = [];
  if (eventsBetween > 0 && missed.withEvents) {
    const page = await readStream(ctx, {
      tenant: missed.tenant,
      streamType,
      streamId,
      direction: "forward",
      from: seen + 1,
      to: Math.min(missed.version, seen + maxEventsShown),
      limit: maxEventsShown,
    });
    events = page.events;
  }
  return { streamType, streamId, expected, version: missed.version, eventsBetween, events };
}
