import { joinKey } from "@convex-es/platform-base";
import type { WithoutSystemFields } from "convex/server";
import type { CommitTsPlaceholder } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import type { AppendArgs, StreamAppend } from "../contract/append.js";
import { refuse } from "../contract/errors.js";
import type { NewEvent } from "../contract/events.js";
import { rowFault } from "../contract/faults.js";
import { bucketOf, eventIdOf } from "../contract/streamKeys.js";
import { writeHead, type Head, type NewHead } from "./heads.js";

/** What all events of one append have in common. */
export type Recording = {
  args: AppendArgs;
  commitTs: CommitTsPlaceholder;
  recordedAt: number;
};

type EventRow = WithoutSystemFields<Doc<"events">>;
/** The rows that an append writes for one stream. */
export type StreamPlan = { old: Head | null; head: NewHead; events: EventRow[] };

type Target = { stream: StreamAppend; old: Head | null; firstOrdinal: number };

/** Plans the rows of one stream; throws `DOCUMENT_TOO_LARGE` for a row that Convex cannot hold. */
export function planStream(recording: Recording, target: Target): StreamPlan {
  const { stream, old } = target;
  const { streamType, streamId, state } = stream;
  const { tenant } = recording.args;
  const version = (old?.version ?? 0) + stream.events.length;
  const events = stream.events.map((event, index) => eventRow(recording, target, { event, index }));
  const head = { tenant, streamType, streamId, version, ...(state && { state }) };
  for (const row of events) refuse(rowFault(row, `event ${row.eventId}`));
  refuse(rowFault(head, `state of ${streamType}`));
  return { old, head, events };
}

function eventRow(
  { args, commitTs, recordedAt }: Recording,
  { stream, old, firstOrdinal }: Target,
  { event, index }: { event: NewEvent; index: number },
): EventRow {
  const { streamType, streamId } = stream;
  const key = { tenant: args.tenant, streamType, streamId };
  const version = (old?.version ?? 0) + index + 1;
  const { id = eventIdOf(key, version), ...given } = event;
  return {
    eventId: id,
    position: commitTs,
    ordinal: firstOrdinal + index,
    bucket: bucketOf(key),
    recordedAt,
    ...key,
    version,
    ...given,
    ...args.metadata,
  };
}

/** Writes the events of one stream, a row for each distinct tag of each, and the head. */
export async function writeStream(ctx: MutationCtx, plan: StreamPlan): Promise<void> {
  for (const event of plan.events) await writeEvent(ctx, event);
  await writeHead(ctx, plan.old, plan.head);
}

async function writeEvent(ctx: MutationCtx, row: EventRow): Promise<void> {
  const event = await ctx.db.insert("events", row);
  const { tenant, type, position, ordinal } = row;
  for (const tag of new Set(row.tags.map(({ name, value }) => joinKey(name, value)))) {
    await ctx.db.insert("eventTags", { tenant, tag, type, position, ordinal, event });
  }
}
