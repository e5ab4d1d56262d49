import { v, type ObjectType } from "convex/values";
import type { QueryCtx } from "../../component/_generated/server.js";
import type { LetterStatus, LetterCounts } from "../../contract/letters.js";

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
