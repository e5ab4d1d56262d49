import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "./_generated/server.js";

/** How many events a page may hold: at first, and at most. */
export const pageLimit = { first: 256, most: 1000 };

/** How far a worker has come; `null` before its first page. */
export async function cursorOf(ctx: QueryCtx, worker: string): Promise<Doc<"cursors"> | null> {
  return await ctx.db
    .query("cursors")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
}

type Fields = Omit<Doc<"cursors">, "_id" | "_creationTime" | "worker">;

/** Where a worker starts. */
export const atBeginning: Fields = {
  cursor: null,
  movedAt: 0,
  handled: 0,
  limit: pageLimit.first,
};

/** Writes how far a worker has come. */
export async function moveCursor(
  ctx: MutationCtx,
  worker: string,
  { found, fields }: { found: Doc<"cursors"> | null; fields: Fields },
): Promise<void> {
  if (found === null) await ctx.db.insert("cursors", { worker, ...fields });
  else await ctx.db.replace("cursors", found._id, { worker, ...fields });
}
