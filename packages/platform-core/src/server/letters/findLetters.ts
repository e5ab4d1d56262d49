import { v, type Infer } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import { passes } from "./letterFilter.js";
import { vLetterFilter, type LetterFilter } from "../../contract/letters.js";

/** Letters looked at for one page. */
const mostScanned = 200;

export const findLettersArgs = v.object({
  filter: vLetterFilter,
  /** Where to go on, from the page before; `null` for the first. */
  cursor: v.union(v.number(), v.null()),
});

/** Letters of a filter, and where to go on; `null` at the end. */
export type FoundLetters = { letters: Doc<"letters">[]; cursor: number | null };

/**
 * Looks through a bounded number of letters, in the order in which they were put aside, for those that a filter means: a page may
 * be empty before the end.
 */
export async function findLetters(
  ctx: QueryCtx,
  { filter, cursor }: Infer<typeof findLettersArgs>,
): Promise<FoundLetters> {
  const scanned = await scan(ctx, filter, cursor ?? 0).take(mostScanned);
  const letters = scanned.filter((letter) => passes(letter, filter));
  const last = scanned.length < mostScanned ? undefined : scanned.at(-1);
  return { letters, cursor: last?._creationTime ?? null };
}

function scan(ctx: QueryCtx, { status, consumer }: LetterFilter, after: number) {
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
