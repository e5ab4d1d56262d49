import type { CommitTsPlaceholder } from "convex/values";
import type { WithoutSystemFields } from "convex/server";
import type { Doc } from "../component/_generated/dataModel.js";
import { bucketOf } from "../contract/bucketOf.js";
import { checkFits } from "./checkFits.js";
import { eventIdOf } from "../contract/eventIdOf.js";
import type { Head, NewHead } from "./head.js";
import type { AppendArgs, NewEvent, StreamAppend } from "../contract/shared.js";

/** What all events of one append have in common. */
export type Recording = {
  args: AppendArgs;
  commitTs: CommitTsPlaceholder;
  recordedAt: number;
};

export type EventRow = WithoutSystemFields<Doc<"events">>;
export type StreamPlan = { old: Head | null; head: NewHead; events: EventRow[] };

type Target = { stream: StreamAppend; old: Head | null; firstOrdinal: number };

/** The rows that an append writes for one stream; throws `DOCUMENT_TOO_LARGE` for one that Convex could not hold. */
export function planStream(recording: Recording, target: Target): StreamPlan {
  const { stream, old } = target;
  const { streamType, streamId } = stream;
  const key = { tenant: recording.args.tenant, streamType, streamId };
  const version = (old?.version ?? 0) + stream.events.length;
  const events = stream.events.map((event, index) => rowOf(recording, target, { event, index }));
  const head = { ...key, version, ...(stream.state && { state: stream.state }) };
  for (const row of events) checkFits(row, `event ${row.eventId}`);
  checkFits(head, `state of ${streamType}`);
  return { old, head, events };
}

function rowOf(
  { args, commitTs, recordedAt }: Recording,
  { stream, old, firstOrdinal }: Target,
  { event, index }: { event: NewEvent; index: number },
): EventRow {
  const { streamType, streamId } = stream;
  const key = { tenant: args.tenant, streamType, streamId };
  const version = (old?.version ?? 0) + index + 1;
  const { id = eventIdOf(key, version), ...given } = event;
  const bucket = bucketOf(key);
  const ordinal = firstOrdinal + index;
  return {
    ...{ eventId: id, position: commitTs, ordinal, bucket, recordedAt },
    ...{ ...key, version, ...given, ...args.metadata },
  };
}
