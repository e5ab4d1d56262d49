import { getConvexSize, v, type Infer, type ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import {
  vLetterFilter,
  type LetterCounts,
  type ComponentLetterFilter,
  type LetterStatus,
} from "../../contract/letters.js";
import { firstLetterOf } from "../tables/letters.js";

/** Letters looked at for one page, and their bytes: a letter may hold an edited payload. */
const mostScanned = { letters: 200, bytes: 4 * 2 ** 20 };

export const findLettersArgs = v.object({
  filter: vLetterFilter,
  /** Where to go on, from the page before; `null` for the first. */
  cursor: v.union(v.number(), v.null()),
});

/** Letters that match a filter, and where to go on; `null` at the end. */
export type FoundLetters = { letters: Doc<"letters">[]; cursor: number | null };

/** Looks through a bounded number of letters, oldest first, for those that match: a page may be empty before the end. */
export async function findLetters(
  ctx: QueryCtx,
  { filter, cursor }: Infer<typeof findLettersArgs>,
  most: { rows: number } = { rows: Infinity },
): Promise<FoundLetters> {
  const letters: Doc<"letters">[] = [];
  const seen = { letters: 0, bytes: 0, rows: 0 };
  for await (const letter of scan(ctx, filter, cursor ?? 0)) {
    if (matches(letter, filter)) {
      letters.push(letter);
      seen.rows += letter.keys.length;
    }
    seen.letters++;
    seen.bytes += getConvexSize(letter);
    const { length: count } = letters;
    const isFull = seen.letters >= mostScanned.letters || seen.bytes >= mostScanned.bytes;
    if (isFull || (count > 0 && seen.rows >= most.rows)) {
      return { letters, cursor: letter._creationTime };
    }
  }
  return { letters, cursor: null };
}

function scan(ctx: QueryCtx, { status, consumer }: ComponentLetterFilter, after: number) {
  const letters = ctx.db.query("letters");
  if (status !== undefined) {
    return letters.withIndex("by_status", (q) => q.eq("status", status).gt("_creationTime", after));
  }
  if (consumer !== undefined) {
    return letters.withIndex("by_consumer", (q) =>
      q.eq("consumer", consumer).gt("_creationTime", after),
    );
  }
  return letters.withIndex("by_creation_time", (q) => q.gt("_creationTime", after));
}

function matches(letter: Doc<"letters">, filter: ComponentLetterFilter): boolean {
  const { consumer, tenant, key, type, status, errorCode, before } = filter;
  return (
    (consumer ?? letter.consumer) === letter.consumer &&
    (tenant ?? letter.tenant) === letter.tenant &&
    (type ?? letter.type) === letter.type &&
    (status ?? letter.status) === letter.status &&
    (key === undefined || letter.keys.includes(key)) &&
    (errorCode === undefined || letter.error?.code === errorCode) &&
    (before === undefined || letter.putAsideAt < before)
  );
}

/** Letters of one status that are counted: each of them is read, with its stack. */
const mostCounted = 100;

export const countLettersArgs = { consumer: v.string(), generation: v.number() };

/** Counts the letters of a generation by status. */
export async function countLetters(
  ctx: QueryCtx,
  { consumer, generation }: ObjectType<typeof countLettersArgs>,
): Promise<LetterCounts> {
  const count = async (status: LetterStatus) => {
    const letters = await ctx.db
      .query("letters")
      .withIndex("by_generation", (q) =>
        q.eq("consumer", consumer).eq("generation", generation).eq("status", status),
      )
      .take(mostCounted + 1);
    return letters.length > mostCounted ? ("more" as const) : letters.length;
  };
  return {
    retrying: await count("retrying"),
    waiting: await count("waiting"),
    parked: await count("parked"),
    skipped: await count("skipped"),
    discarded: await count("discarded"),
  };
}

export const asideKeysArgs = {
  consumer: v.string(),
  generation: v.number(),
  keys: v.array(v.object({ tenant: v.string(), key: v.string() })),
};

/** Whether events of each of some keys are aside, so that later ones wait. One index range each. */
export async function asideKeys(
  ctx: QueryCtx,
  { consumer, generation, keys }: ObjectType<typeof asideKeysArgs>,
): Promise<boolean[]> {
  const first = await Promise.all(
    keys.map((key) => firstLetterOf(ctx, { consumer, generation, ...key })),
  );
  return first.map((letter) => letter !== null);
}
