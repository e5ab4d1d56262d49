import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../component/_generated/server.js";
import type { Repeat, Written } from "../contract/appendResult.js";
import { checkFits } from "./checkFits.js";
import { eventIdOf } from "../contract/eventIdOf.js";
import type { AppendArgs, NewEvent } from "../contract/shared.js";

type KeyedAppend = Doc<"keyedAppends">;

/** The append that a key was given to first. */
export function findKeyedAppend(
  ctx: QueryCtx,
  tenant: string,
  key: string,
): Promise<KeyedAppend | null> {
  return ctx.db
    .query("keyedAppends")
    .withIndex("by_key", (q) => q.eq("tenant", tenant).eq("key", key))
    .unique();
}

/** Remembers under its key what an append wrote; an append without a key costs nothing here. */
export async function writeKeyedAppend(
  ctx: MutationCtx,
  { tenant, idempotency, streams: given }: AppendArgs,
  { position, streams }: Written,
): Promise<void> {
  if (idempotency === undefined) return;
  const row = {
    ...{ tenant, ...idempotency, position: position.commitTs },
    firstOrdinal: streams[0]?.events[0]?.ordinal ?? 0,
    streams: streams.map(({ streamType, streamId, version }, i) => ({
      ...{ streamType, streamId, version },
      events: given[i]?.events.map(shortOf) ?? [],
    })),
  };
  checkFits(row, "record of the idempotency key");
  await ctx.db.insert("keyedAppends", row);
}

function shortOf({ id, type }: NewEvent) {
  return id === undefined ? { type } : { id, type };
}

/** The answer to a repeat: what the first append returned. */
export function answerOf({ tenant, position, firstOrdinal, streams }: KeyedAppend): Repeat {
  let ordinal = firstOrdinal;
  const written = streams.map(({ streamType, streamId, version: last, events }) => ({
    ...{ streamType, streamId, version: last },
    events: events.map(({ id, type }, i) => {
      const version = last - events.length + 1 + i;
      const derived = eventIdOf({ tenant, streamType, streamId }, version);
      return { id: id ?? derived, type, version, ordinal: ordinal++ };
    }),
  }));
  return {
    status: "duplicate",
    position: { commitTs: position, ordinal: ordinal - 1 },
    streams: written,
  };
}
