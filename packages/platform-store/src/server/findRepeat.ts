import { compareValues, type Value } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import type { Repeat } from "../contract/appendResult.js";
import { findEvent } from "./findEvent.js";
import { answerOf, findKeyedAppend } from "./keyedAppend.js";
import type { AppendArgs, NewEvent, StreamAppend } from "../contract/shared.js";

/**
 * Whether an append was made before, told by its key or else by the event ids its caller gave; `null` for a new one.
 * Costs nothing without them; a key costs one document where it is known, an event id one where the event exists.
 */
export async function findRepeat(ctx: MutationCtx, args: AppendArgs): Promise<Repeat | null> {
  return (await repeatOfKey(ctx, args)) ?? (await repeatOfIds(ctx, args));
}

async function repeatOfKey(
  ctx: MutationCtx,
  { tenant, idempotency }: AppendArgs,
): Promise<Repeat | null> {
  if (idempotency === undefined) return null;
  const seen = await findKeyedAppend(ctx, tenant, idempotency.key);
  if (seen === null) return null;
  if (seen.fingerprint === idempotency.fingerprint) return answerOf(seen);
  return { status: "keyReused", by: "idempotencyKey", key: idempotency.key };
}

type Found = { stream: StreamAppend; row: Doc<"events"> };

// Stops at the first id of another event: what is read is never larger than what was given, but for that one.
async function repeatOfIds(ctx: MutationCtx, args: AppendArgs): Promise<Repeat | null> {
  const found: Found[] = [];
  for (const stream of args.streams) {
    for (const event of stream.events) {
      if (event.id === undefined) continue;
      const row = await findEvent(ctx, { tenant: args.tenant, id: event.id });
      if (row === null) continue;
      if (!isSame(row, stream, event)) return { status: "keyReused", by: "eventId", key: event.id };
      found.push({ stream, row });
    }
  }
  if (found.length === 0) return null;
  const total = args.streams.reduce((sum, { events }) => sum + events.length, 0);
  if (found.length === total) return duplicateOf(args, found);
  return { status: "partialDuplicate", existing: found.map(({ row }) => row.eventId) };
}

function isSame(row: Doc<"events">, stream: StreamAppend, event: NewEvent): boolean {
  return compareValues(contentOf(row, row), contentOf(stream, event)) === 0;
}

type Stream = { streamType: string; streamId: string };

// What the caller says about an event; who says so, and when, may differ from one attempt to the next.
function contentOf({ streamType, streamId }: Stream, event: Omit<NewEvent, "id">): Value {
  const { type, schemaVersion, category, context, tags, occurredAt } = event;
  const payload = event.payload as Value;
  return {
    ...{ streamType, streamId, type, schemaVersion, category },
    ...{ context, occurredAt, tags, payload },
  };
}

function duplicateOf({ streams }: AppendArgs, found: Found[]): Repeat {
  const last = found.map(({ row }) => row).reduce((a, b) => (isBefore(a, b) ? b : a));
  return {
    status: "duplicate",
    position: { commitTs: last.position, ordinal: last.ordinal },
    streams: streams.map((stream) => {
      const rows = found.filter((each) => each.stream === stream).map(({ row }) => row);
      const { streamType, streamId } = stream;
      return {
        ...{ streamType, streamId, version: Math.max(...rows.map(({ version }) => version)) },
        events: rows.map(({ eventId, type, version, ordinal }) => ({
          ...{ id: eventId, type, version, ordinal },
        })),
      };
    }),
  };
}

function isBefore(a: Doc<"events">, b: Doc<"events">): boolean {
  return (compareValues(a.position, b.position) || a.ordinal - b.ordinal) < 0;
}
