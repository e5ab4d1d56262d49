import { furthest } from "@convex-es/platform-store/log";
import { v, type Infer } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { addHonoured, type HonouredCounts } from "../../contract/decisions.js";
import { workerOf, type Woken } from "../base/workers.js";
import { recordHistory } from "./history.js";

/** How many events a page may hold: at first, and at most. */
export const pageLimit = { first: 1000, most: 1000 };

export const vClaim = v.object({
  at: v.number(),
  /** How often the event behind the cursor has been claimed. */
  times: v.number(),
  /** How many events may contain the one that ended a transaction: pages do not grow until these are behind. */
  suspects: v.number(),
});
/** An attempt under way, committed before it starts: if the attempt leaves no trace, the claim shows that there was one. */
type Claim = Infer<typeof vClaim>;

/** The row of a worker that says how far it has come; `null` before its first page. */
export async function cursorRowOf(ctx: QueryCtx, worker: string): Promise<Doc<"cursors"> | null> {
  return await ctx.db
    .query("cursors")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
}

/** The cursor of each of some workers; `null` before its first page. */
export async function cursorsOf(
  ctx: QueryCtx,
  workers: readonly string[],
): Promise<(string | null)[]> {
  const found = await Promise.all(workers.map((worker) => cursorRowOf(ctx, worker)));
  return found.map((row) => row?.cursor ?? null);
}

/** A worker's row without its name. */
export type CursorFields = Omit<Doc<"cursors">, "_id" | "_creationTime" | "worker">;

/** Where a worker starts. */
export const atBeginning: CursorFields = {
  cursor: null,
  movedAt: 0,
  handled: 0,
  limit: pageLimit.first,
  aside: 0,
};

type CursorChange = { found: Doc<"cursors"> | null; fields: CursorFields };

/** Writes how far a worker has come. */
export async function moveCursor(
  ctx: MutationCtx,
  worker: string,
  { found, fields }: CursorChange,
): Promise<void> {
  if (found === null) await ctx.db.insert("cursors", { worker, ...fields });
  else {
    const cursor = withUnmounted(fields.cursor, found.cursor);
    await ctx.db.replace("cursors", found._id, { worker, ...fields, cursor });
  }
}

// Keeps the place in a store that the code does not mount today: when the store is back, nothing is read twice.
const withUnmounted = (cursor: string | null, before: string | null) =>
  cursor === null || before === null ? cursor : furthest(cursor, before);

type CursorFieldsChange = Partial<Omit<CursorFields, "claim">> & { claim?: Claim | undefined };

/** Changes some fields of a worker's row; its cursor stays where it is. */
export async function changeCursor(
  ctx: MutationCtx,
  worker: string,
  { found, change }: { found: Doc<"cursors"> | null; change: CursorFieldsChange },
): Promise<void> {
  if (found !== null) return await ctx.db.patch("cursors", found._id, change);
  const { claim, ...rest } = { ...atBeginning, ...change };
  await ctx.db.insert("cursors", { worker, ...rest, ...(claim && { claim }) });
}

type CursorProgress = {
  cursor: string | null;
  handled: number;
  aside: number;
  isDone: boolean;
  honoured?: HonouredCounts | undefined;
};

/** A worker's row after a page. The next page may be twice as large, unless it may hold the event that ended a transaction. */
export function movedOn(before: CursorFields, page: CursorProgress): CursorFields {
  const now = Date.now();
  const suspects = page.isDone ? 0 : (before.claim?.suspects ?? 0) - before.limit;
  return {
    cursor: page.cursor,
    movedAt: now,
    handled: before.handled + page.handled,
    aside: before.aside + page.aside,
    ...honouredBy(before.honoured, page.honoured),
    ...(suspects > 0
      ? { limit: before.limit, claim: { at: now, times: 1, suspects } }
      : { limit: Math.min(before.limit * 2, pageLimit.most) }),
  };
}

function honouredBy(before?: HonouredCounts, page?: HonouredCounts) {
  return page === undefined && before === undefined ? {} : { honoured: addHonoured(before, page) };
}

/** The row that says how far a worker has to come; `null` before the dispatcher has written one. */
export async function dueRowOf(ctx: QueryCtx, worker: string): Promise<Doc<"due"> | null> {
  return await ctx.db
    .query("due")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
}

type DueWorker = { worker: string; upTo: string; woken: Woken };

/** Writes how far a worker has to come. */
export async function markDue(ctx: MutationCtx, { worker, upTo, woken }: DueWorker): Promise<void> {
  const due = await dueRowOf(ctx, worker);
  const failedWakes = (due?.failedWakes ?? 0) + (woken === "failed" ? 1 : 0);
  if (woken === "failed" && Number.isInteger(Math.log2(failedWakes))) {
    const reason = failedWakes === 1 ? "once" : `${failedWakes} times`;
    await recordHistory(ctx, { ...workerOf(worker), what: "wakeFailed", reason });
  }
  // A worker that is awake has not finished since it was woken: more work must not hide that it stands still.
  const since = woken === "asleep" || due === null ? Date.now() : due.since;
  const row = { worker, upTo, since, failedWakes };
  if (due === null) await ctx.db.insert("due", row);
  else await ctx.db.replace("due", due._id, row);
}

/** Lowers how far a worker has to come: what lies behind `upTo` is in stores that are not mounted. */
export async function lowerDue(ctx: MutationCtx, worker: string, upTo: string): Promise<void> {
  const due = await dueRowOf(ctx, worker);
  if (due !== null) await ctx.db.patch("due", due._id, { upTo });
}

/** Deletes both rows of a worker. */
export async function deleteWorkerRows(ctx: MutationCtx, worker: string): Promise<void> {
  const cursor = await cursorRowOf(ctx, worker);
  if (cursor !== null) await ctx.db.delete("cursors", cursor._id);
  const due = await dueRowOf(ctx, worker);
  if (due !== null) await ctx.db.delete("due", due._id);
}
