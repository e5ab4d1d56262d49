import { getConvexSize, v, type ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { placeOf, vDecision, vDecisionWhat, type Honoured } from "../../contract/decisions.js";
import type { vEdited } from "../../contract/letters.js";
import { generationsOf } from "./generations.js";
import type { Letter } from "./letters.js";

const { id, what, ...fields } = vDecision.fields;

export const decisionFields = {
  ...fields,
  /** `kept`: a build had applied the event before the policy left it out of what was served then. */
  what: v.union(vDecisionWhat, v.literal("kept")),
  /** Where the event lies, as text that sorts like the logs. */
  place: v.string(),
  letter: v.id("letters"),
};

/** What is decided, by whom (`""`: by the policy). */
export type Decided = {
  what: Doc<"decisions">["what"];
  by: string;
  edited?: (typeof vEdited)["type"];
};

/** Keeps what was decided about the event of a letter, in place of what was decided about it before in that generation. */
export async function keepDecision(
  ctx: MutationCtx,
  letter: Letter,
  { what, by, edited }: Decided,
): Promise<void> {
  const { consumer, generation, store, eventId, tenant, keys, type } = letter;
  const { streamType, streamId, version, commitTs, ordinal } = letter;
  const place = placeOf(letter);
  const row = {
    ...{ consumer, generation, store, eventId, tenant, keys, type, place },
    ...{ streamType, streamId, version, commitTs, ordinal },
    ...{ what, by, at: Date.now(), letter: letter._id },
    ...(edited && { edited }),
  };
  const before = await decisionOf(ctx, { consumer, generation, place });
  // The newest one of several generations counts.
  if (before !== null) await ctx.db.delete("decisions", before._id);
  await ctx.db.insert("decisions", row);
}

type DecisionAt = { consumer: string; generation: number; place: string };

/** What was decided in a generation about the event at a place. One index range. */
export async function decisionOf(
  ctx: QueryCtx,
  { consumer, generation, place }: DecisionAt,
): Promise<Doc<"decisions"> | null> {
  return await ctx.db
    .query("decisions")
    .withIndex("by_generation", (q) =>
      q.eq("consumer", consumer).eq("generation", generation).eq("place", place),
    )
    .unique();
}

/** Whether anything was ever decided about a consumer. One index range. */
export async function isAnyDecided(ctx: QueryCtx, consumer: string): Promise<boolean> {
  const first = ctx.db.query("decisions").withIndex("by_place", (q) => q.eq("consumer", consumer));
  return (await first.first()) !== null;
}

export const honouredArgs = {
  consumer: v.string(),
  /** The generation that honours them. */
  generation: v.number(),
  /** The places of the first and the last event of a page. */
  from: v.string(),
  to: v.string(),
};

/** Decisions read for one page, and their bytes: each may hold a payload. */
const mostRead = { decisions: 500, bytes: 4 * 2 ** 20 };

/**
 * What a generation honours of the decisions about the events between two places: its own ones, and the newest of those that what is
 * or was served was made with. One index range.
 */
export async function honouredBetween(
  ctx: QueryCtx,
  { consumer, generation, from, to }: ObjectType<typeof honouredArgs>,
): Promise<{ honoured: Honoured[]; upTo: string | null }> {
  const others = await unservedOf(ctx, consumer, generation);
  const found = new Map<string, Doc<"decisions">>();
  const read = { decisions: 0, bytes: 0 };
  let place = "";
  let upTo: string | null = null;
  const rows = ctx.db
    .query("decisions")
    .withIndex("by_place", (q) => q.eq("consumer", consumer).gte("place", from).lte("place", to));
  for await (const row of rows) {
    const isFull = read.decisions >= mostRead.decisions || read.bytes >= mostRead.bytes;
    // Those of one place stay together.
    if (isFull && row.place !== place) {
      upTo = place;
      break;
    }
    read.decisions++;
    read.bytes += getConvexSize(row);
    place = row.place;
    if (!others.has(row.generation) && counts(row, found.get(place), generation)) {
      found.set(place, row);
    }
  }
  const honoured = [...found.values()].flatMap(({ what, store, eventId, keys, edited }) =>
    what === "kept" ? [] : [{ store, eventId, keys, edited: edited ?? null }],
  );
  return { honoured, upTo };
}

/** Whether a decision counts in place of one read before it, which is older. */
const counts = (row: Doc<"decisions">, before: Doc<"decisions"> | undefined, own: number) =>
  before?.generation !== own || row.generation === own;

/** The generations of other builds that are not served yet, or never were: what was decided about their letters is about them alone. */
async function unservedOf(
  ctx: QueryCtx,
  consumer: string,
  generation: number,
): Promise<ReadonlySet<number>> {
  const rows = await generationsOf(ctx, consumer);
  const unserved = rows.filter(({ state, isGivenUp }) => state === "building" || isGivenUp);
  return new Set(unserved.map((row) => row.generation).filter((one) => one !== generation));
}

/** Decisions deleted in one transaction. */
const batchSize = 200;

/** Deletes a batch of what was decided about a generation that was never served; returns whether nothing is left. */
export async function deleteDecisions(
  ctx: MutationCtx,
  { consumer, generation }: { consumer: string; generation: number },
): Promise<boolean> {
  const rows = await ctx.db
    .query("decisions")
    .withIndex("by_generation", (q) => q.eq("consumer", consumer).eq("generation", generation))
    .take(batchSize);
  for (const { _id } of rows) await ctx.db.delete("decisions", _id);
  return rows.length < batchSize;
}
