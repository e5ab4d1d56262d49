import { trusted } from "../contract/boundary.js";
import type { KeyedEvent } from "../readModels/projectionKeys.js";
import type { Position } from "@convex-es/platform-base";
import type { RecordedEvent } from "@convex-es/platform-store";
import { bucketOf, earliest, hasReached } from "@convex-es/platform-store/log";
import type { SnapshotContext } from "./Progress.js";
import { readPending } from "./readPending.js";
import type { Part } from "./servedOf.js";

/** Part of what is still to come, of all tenants and workers, in commit order. */
export type BacklogPage = { positions: Position[]; cursor: string; isDone: boolean };

/** A page reads at most so much of the log, and a transaction at most so many bytes: that is room for four. */
const mostBacklogPages = 3;

/**
 * The stored events that some worker of a read model has still to apply, page by page, from the one that is furthest behind; no
 * more than some pages, so that the last one may not be the end. One that cannot be read counts.
 */
export async function* backlogOf(
  ctx: SnapshotContext,
  parts: readonly Part[],
  limit: number,
): AsyncGenerator<BacklogPage> {
  const [first] = parts;
  if (first === undefined) return;
  const share = { owns: (keyed: unknown) => parts.some((part) => waitsFor(part, keyed)) };
  let after = earliestCursor(parts);
  for (let count = 0; count < mostBacklogPages; count++) {
    const part: Part = { consumer: first.consumer, share, cursor: after };
    const page = await readPending(ctx, part, { tenant: null, after, limit });
    const { cursor, isDone } = page;
    const own = page.pending.filter(
      ({ stored, problem }) => problem === null || isUnread(parts, stored),
    );
    yield { positions: own.map(({ stored }) => stored.position), cursor, isDone };
    if (isDone) return;
    after = cursor;
  }
}

function earliestCursor(parts: readonly Part[]): string | null {
  return parts
    .map(({ cursor }) => cursor)
    .reduce((a, b) => (a === null || b === null ? null : earliest(a, b)));
}

/** Whether an event is a worker's own and still to come for it. */
function waitsFor({ share, cursor }: Part, keyed: unknown): boolean {
  const { event, keys } = trusted<KeyedEvent<RecordedEvent>>(keyed);
  if (hasReached(cursor, event.position) || !share.owns({ event, keys })) return false;
  return isInShare(share.buckets, event);
}

const isUnread = (parts: readonly Part[], stored: RecordedEvent) =>
  parts.some(
    ({ share, cursor }) => isInShare(share.buckets, stored) && !hasReached(cursor, stored.position),
  );

function isInShare(buckets: Part["share"]["buckets"], event: RecordedEvent): boolean {
  if (buckets === undefined) return true;
  const bucket = bucketOf(event);
  return buckets.from <= bucket && bucket <= buckets.to;
}
