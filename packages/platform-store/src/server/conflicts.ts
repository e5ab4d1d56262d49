import { getConvexSize } from "convex/values";
import type { QueryCtx } from "../component/_generated/server.js";
import type { Assert, Conflict, Expectation } from "../contract/append.js";
import type { StoredEvent } from "../contract/events.js";
import { pageBudget } from "../contract/limits.js";
import type { Head } from "./heads.js";
import { readStream } from "./readStream.js";

const maxEventsShown = 20;

/** A stream that an append names, and its head. */
export type Found<Target extends Assert> = { target: Target; head: Head | null };

/** Whether a stream at `version` (0 without events) is as expected. */
export function holds(expected: Expectation, version: number): boolean {
  if (expected === "any") return true;
  if (expected === "exists") return version > 0;
  return version === (expected === "none" ? 0 : expected);
}

/** The expectations that fail. */
export async function conflictsAmong(
  ctx: QueryCtx,
  tenant: string,
  found: Found<Assert>[],
): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const { target, head } of found) {
    const version = head?.version ?? 0;
    if (holds(target.expected, version)) continue;
    // At most two full pages: a call returns 16 MiB, and without the events the numbers are still there.
    const withEvents = getConvexSize(conflicts) < pageBudget.bytes;
    conflicts.push(await conflictOf(ctx, { tenant, target, version, withEvents }));
  }
  return conflicts;
}

type Missed = { tenant: string; target: Assert; version: number; withEvents: boolean };

/** What a caller needs to decide again: the current version, how many events it has not seen, and the first 20 of them. */
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
