import { compareValues, type Value } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import type { AppendArgs, Repeat, StreamAppend, Written } from "../contract/append.js";
import { asValue } from "../contract/boundary.js";
import { refuse } from "../contract/errors.js";
import type { NewEvent, StreamName } from "../contract/events.js";
import { rowFault } from "../contract/faults.js";
import { eventIdOf } from "../contract/streamKeys.js";
import { findEvent } from "./storedEvent.js";

/**
 * Whether an append was made before, told by its key or else by the event ids its caller gave; `null` for a new one.
 * Costs nothing without them; a known key costs one document, and so does each event id that exists.
 */
export async function findRepeat(ctx: MutationCtx, args: AppendArgs): Promise<Repeat | null> {
  return (await repeatByKey(ctx, args)) ?? (await repeatByIds(ctx, args));
}

async function repeatByKey(
  ctx: MutationCtx,
  { tenant, idempotency }: AppendArgs,
): Promise<Repeat | null> {
  if (idempotency === undefined) return null;
  const { key, fingerprint } = idempotency;
  const first = await ctx.db
    .query("keyedAppends")
    .withIndex("by_key", (q) => q.eq("tenant", tenant).eq("key", key))
    .unique();
  if (first === null) return null;
  if (first.fingerprint === fingerprint) return duplicateOfKeyed(first);
  return { status: "keyReused", by: "idempotencyKey", key };
}

/** Keeps under its key what an append wrote; an append without a key costs nothing here. */
export async function writeKeyedAppend(
  ctx: MutationCtx,
  { tenant, idempotency, streams: given }: AppendArgs,
  { position, streams }: Written,
): Promise<void> {
  if (idempotency === undefined) return;
  const row = {
    tenant,
    ...idempotency,
    position: position.commitTs,
    firstOrdinal: streams[0]?.events[0]?.ordinal ?? 0,
    streams: streams.map(({ streamType, streamId, version }, i) => ({
      streamType,
      streamId,
      version,
      events: given[i]?.events.map(givenId) ?? [],
    })),
  };
  refuse(rowFault(row, "record of the idempotency key"));
  await ctx.db.insert("keyedAppends", row);
}

const givenId = ({ id, type }: NewEvent) => (id === undefined ? { type } : { id, type });

// The answer to a repeat: what the first append returned.
function duplicateOfKeyed(first: Doc<"keyedAppends">): Repeat {
  const { tenant, position, firstOrdinal } = first;
  let ordinal = firstOrdinal;
  const streams = first.streams.map(({ streamType, streamId, version: last, events }) => ({
    streamType,
    streamId,
    version: last,
    events: events.map(({ id, type }, i) => {
      const version = last - events.length + 1 + i;
      const derived = eventIdOf({ tenant, streamType, streamId }, version);
      return { id: id ?? derived, type, version, ordinal: ordinal++ };
    }),
  }));
  return { status: "duplicate", position: { commitTs: position, ordinal: ordinal - 1 }, streams };
}

type Found = { stream: StreamAppend; row: Doc<"events"> };

// Stops at the first id of another event, so it reads at most one event more than the caller sent.
async function repeatByIds(ctx: MutationCtx, args: AppendArgs): Promise<Repeat | null> {
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
  if (found.length === total) return duplicateOfFound(args, found);
  return { status: "partialDuplicate", existing: found.map(({ row }) => row.eventId) };
}

function isSame(row: Doc<"events">, stream: StreamAppend, event: NewEvent): boolean {
  return compareValues(contentOf(row, row), contentOf(stream, event)) === 0;
}

// What the caller says about an event; actor and causes may differ from one attempt to the next.
function contentOf({ streamType, streamId }: StreamName, event: Omit<NewEvent, "id">): Value {
  const { type, schemaVersion, category, context, tags, occurredAt } = event;
  return {
    streamType,
    streamId,
    type,
    schemaVersion,
    category,
    context,
    tags,
    occurredAt,
    payload: asValue(event.payload),
  };
}

function duplicateOfFound({ streams }: AppendArgs, found: Found[]): Repeat {
  const last = found.map(({ row }) => row).reduce((a, b) => (isBefore(a, b) ? b : a));
  return {
    status: "duplicate",
    position: { commitTs: last.position, ordinal: last.ordinal },
    streams: streams.map((stream) => {
      const rows = found.filter((each) => each.stream === stream).map(({ row }) => row);
      return {
        streamType: stream.streamType,
        streamId: stream.streamId,
        version: Math.max(...rows.map(({ version }) => version)),
        events: rows.map(({ eventId: id, type, version, ordinal }) => ({
          id,
          type,
          version,
          ordinal,
        })),
      };
    }),
  };
}

function isBefore(a: Doc<"events">, b: Doc<"events">): boolean {
  return (compareValues(a.position, b.position) || a.ordinal - b.ordinal) < 0;
}
