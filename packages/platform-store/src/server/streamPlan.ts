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
import type { NewHead } from "./heads.js";

/** What all events of one append, or of one command, have in common. */
export type Recording = Pick<AppendArgs, "tenant" | "metadata"> & {
  commitTs: CommitTsPlaceholder;
  recordedAt: number;
};

type EventRow = WithoutSystemFields<Doc<"events">>;
/** The rows that an append writes for one stream. */
export type StreamPlan = { head: NewHead; events: EventRow[] };

/** The stream, the version its events come after, and the ordinal of the first. */
type Target = { stream: StreamAppend; version: number; firstOrdinal: number };

/** Plans the rows of one stream; throws `DOCUMENT_TOO_LARGE` for a row that Convex cannot hold. */
export function planStream(recording: Recording, target: Target): StreamPlan {
  const { stream } = target;
  const { streamType, streamId, state } = stream;
  const { tenant } = recording;
  const version = target.version + stream.events.length;
  const events = stream.events.map((event, index) => eventRow(recording, target, { event, index }));
  const head = { tenant, streamType, streamId, version, ...(state && { state }) };
  for (const row of events) refuse(rowFault(row, `event ${row.eventId}`));
  refuse(rowFault(head, `state of ${streamType}`));
  return { head, events };
}

function eventRow(
  { tenant, metadata, commitTs, recordedAt }: Recording,
  { stream, version: before, firstOrdinal }: Target,
  { event, index }: { event: NewEvent; index: number },
): EventRow {
  const { streamType, streamId } = stream;
  const key = { tenant, streamType, streamId };
  const version = before + index + 1;
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
    ...metadata,
  };
}

/** Writes events, and a row for each distinct tag of each. */
export async function writeEvents(ctx: MutationCtx, events: readonly EventRow[]): Promise<void> {
  for (const event of events) await writeEvent(ctx, event);
}

async function writeEvent(ctx: MutationCtx, row: EventRow): Promise<void> {
  const event = await ctx.db.insert("events", row);
  const { tenant, type, position, ordinal } = row;
  for (const tag of new Set(row.tags.map(({ name, value }) => joinKey(name, value)))) {
    await ctx.db.insert("eventTags", { tenant, tag, type, position, ordinal, event });
  }
}
