import { furthest, narrowCursor, storesIn } from "@convex-es/platform-store/log";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { Failure } from "../../contract/failure.js";
import type { AppliedPage, PageInput } from "../../contract/operations.js";
import { caught, runAppMutation } from "../base/app.js";
import { workerOf } from "../base/workers.js";
import { putAside } from "../letters/letters.js";
import {
  atBeginning,
  cursorRowOf,
  lowerDue,
  movedOn,
  moveCursor,
  pageLimit,
} from "../tables/cursors.js";
import { isAnyDecided } from "../tables/decisions.js";
import { halt } from "../tables/generations.js";
import { wakeDependents } from "../tables/upstream.js";

/** A worker, the generation it works on, and its cursor row; `null` before its first page. */
export type Work = {
  worker: string;
  generation: Doc<"generations">;
  cursor: Doc<"cursors"> | null;
};

/** How far a worker has to come at least; all of that was committed before this transaction began. */
type DueUpTo = { upTo: string | null };

/**
 * The input of a worker's next page. A final page is applied in one transaction with those of all workers of its generation, and
 * goes up to the very end of the log.
 */
export async function pageInput(
  ctx: QueryCtx,
  { worker, generation: row, cursor }: Work,
  { isFinal = false }: { isFinal?: boolean } = {},
): Promise<Required<PageInput>> {
  const { limit, cursor: after, aside } = cursor ?? atBeginning;
  return {
    consumer: row.consumer,
    kind: row.kind,
    version: row.version,
    generation: row.generation,
    partition: workerOf(worker).partition,
    partitions: row.partitions,
    after,
    limit: isFinal ? Math.max(10, Math.floor(pageLimit.most / row.partitions)) : limit,
    isAnyAside: aside > 0,
    // What is live decides by itself: it meets every event once.
    isDecided: row.state === "building" && (await isAnyDecided(ctx, row.consumer)),
    isFinal,
  };
}

/** Lets the app apply the next page of a worker. When that throws, nothing has been written. */
export const tryPage = async (
  ctx: MutationCtx,
  work: Work,
  options: { isFinal?: boolean } = {},
): Promise<AppliedPage | { error: Failure }> =>
  await caught(runAppMutation(ctx, "applyPage", await pageInput(ctx, work, options)));

/** Writes how far a page went, and puts aside what it left. */
export async function savePage(
  ctx: MutationCtx,
  { generation, worker, cursor: found, upTo }: Work & DueUpTo,
  page: AppliedPage,
): Promise<void> {
  const aside = await putAside(ctx, { worker, generation }, page.aside);
  const { cursor: read, handled, isDone, waitsFor, honoured } = page;
  const isAtEnd = isDone && read !== null && upTo !== null;
  const cursor = isAtEnd ? await endReached(ctx, worker, { read, upTo }) : read;
  const fields = movedOn(found ?? atBeginning, { cursor, handled, aside, isDone, honoured });
  await moveCursor(ctx, worker, { found, fields: waitsFor ? { ...fields, waitsFor } : fields });
  await wakeDependents(ctx, page.dependents);
  if (page.halt !== null) await halt(ctx, generation, page.halt);
}

/**
 * The cursor of a worker that found nothing more: as far as it had to come, in the stores it read. A store that the code does not
 * mount today was not read; its events stay ahead, and the worker stops looking for them until the store is back.
 */
async function endReached(
  ctx: MutationCtx,
  worker: string,
  { read, upTo }: { read: string; upTo: string },
): Promise<string> {
  const stores = storesIn(read);
  const within = narrowCursor(upTo, stores);
  if (storesIn(upTo).some((store) => !stores.includes(store))) await lowerDue(ctx, worker, within);
  return furthest(read, within);
}

/**
 * Applies the rest of the log for a worker, up to its very end: this transaction conflicts with every append. Returns whether
 * nothing is left, neither behind the page nor aside.
 */
export async function applyTail(
  ctx: MutationCtx,
  generation: Doc<"generations">,
  worker: string,
): Promise<boolean> {
  const work = { worker, generation, cursor: await cursorRowOf(ctx, worker), upTo: null };
  const page = await tryPage(ctx, work, { isFinal: true });
  // The worker meets the failure again in a page of its own.
  if ("error" in page) return false;
  await savePage(ctx, work, page);
  return page.isDone && page.aside.length === 0 && page.halt === null;
}
