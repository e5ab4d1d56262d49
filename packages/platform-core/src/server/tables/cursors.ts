import { furthest } from "@convex-es/platform-store/log";
import type { Claim } from "./claim.js";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";

/** How many events a page may hold: at first, and at most. */
export const pageLimit = { first: 1000, most: 1000 };

/** How far a worker has come; `null` before its first page. */
export async function cursorOf(ctx: QueryCtx, worker: string): Promise<Doc<"cursors"> | null> {
  return await ctx.db
    .query("cursors")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
}

/** How far each of some workers has come; `null` before its first page. */
export async function cursorsOf(
  ctx: QueryCtx,
  workers: readonly string[],
): Promise<(string | null)[]> {
  const found = await Promise.all(workers.map((worker) => cursorOf(ctx, worker)));
  return found.map((row) => row?.cursor ?? null);
}

/** What is known of how far a worker has come. */
export type CursorFields = Omit<Doc<"cursors">, "_id" | "_creationTime" | "worker">;

/** Where a worker starts. */
export const atBeginning: CursorFields = {
  cursor: null,
  movedAt: 0,
  handled: 0,
  limit: pageLimit.first,
  aside: 0,
};

/** Writes how far a worker has come. */
export async function moveCursor(
  ctx: MutationCtx,
  worker: string,
  { found, fields }: { found: Doc<"cursors"> | null; fields: CursorFields },
): Promise<void> {
  if (found === null) await ctx.db.insert("cursors", { worker, ...fields });
  else {
    const cursor = withAbsent(fields.cursor, found.cursor);
    await ctx.db.replace("cursors", found._id, { worker, ...fields, cursor });
  }
}

// What has been read of a store that the code does not mount today is not read again when it is back.
const withAbsent = (cursor: string | null, before: string | null) =>
  cursor === null || before === null ? cursor : furthest(cursor, before);

type Change = Partial<Omit<CursorFields, "claim">> & { claim?: Claim | undefined };

/** Changes some of what is known of a worker; its cursor stays where it is. */
export async function changeCursor(
  ctx: MutationCtx,
  worker: string,
  { found, change }: { found: Doc<"cursors"> | null; change: Change },
): Promise<void> {
  if (found !== null) return await ctx.db.patch("cursors", found._id, change);
  const { claim, ...rest } = { ...atBeginning, ...change };
  await ctx.db.insert("cursors", { worker, ...rest, ...(claim && { claim }) });
}

type Move = { cursor: string | null; handled: number; aside: number; isDone: boolean };

/** What is known of a worker after a page: the next one may be twice as large, unless it is suspected to hold what ended another. */
export function movedOn(
  reader: CursorFields,
  { cursor, handled, aside, isDone }: Move,
): CursorFields {
  const now = Date.now();
  const suspects = isDone ? 0 : (reader.claim?.suspects ?? 0) - reader.limit;
  return {
    cursor,
    movedAt: now,
    handled: reader.handled + handled,
    aside: reader.aside + aside,
    ...(suspects > 0
      ? { limit: reader.limit, claim: { at: now, times: 1, suspects } }
      : { limit: Math.min(reader.limit * 2, pageLimit.most) }),
  };
}
