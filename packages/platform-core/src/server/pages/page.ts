import { furthest, narrowCursor, storesIn } from "@convex-es/platform-store/log";
import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runAppMutation } from "../base/app.js";
import { atBeginning, movedOn, moveCursor } from "../tables/cursors.js";
import { lowerDue } from "../tables/due.js";
import { halt } from "../letters/letters.js";
import { pageInput } from "./pageInput.js";
import { putAside } from "../letters/putAside.js";
import { wakeDependents } from "../tables/upstream.js";
import type { Task } from "./Task.js";
import type { Failure } from "../../contract/failure.js";
import type { AppliedPage } from "../../contract/operations.js";

type Work = Pick<Task, "worker" | "generation" | "reader" | "upTo">;

/** Has the app apply a page; what it throws has left nothing. */
export async function tryPage(
  ctx: MutationCtx,
  task: Work,
  { isFinal = false }: { isFinal?: boolean } = {},
): Promise<AppliedPage | { error: Failure }> {
  const input = pageInput(task, { isFinal });
  return await caught(runAppMutation(ctx, "applyPage", input));
}

/** Writes how far a page went, and what it left aside. */
export async function keepPage(ctx: MutationCtx, task: Work, page: AppliedPage): Promise<void> {
  const { generation, worker, upTo, reader } = task;
  const aside = await putAside(ctx, { worker, generation }, page.aside);
  const { cursor: read, handled, isDone } = page;
  const isAtEnd = isDone && read !== null && upTo !== null;
  const cursor = isAtEnd ? await endReached(ctx, task, { read, upTo }) : read;
  const fields = movedOn(reader ?? atBeginning, { cursor, handled, aside, isDone });
  const { waitsFor } = page;
  await moveCursor(ctx, worker, {
    found: reader,
    fields: waitsFor ? { ...fields, waitsFor } : fields,
  });
  await wakeDependents(ctx, page.dependents);
  if (page.halt !== null) await halt(ctx, generation, page.halt);
}

/**
 * Where a worker is that found nothing more: as far as it had to come, in the stores that it read. A store that the code does not
 * mount today was not read; its events stay ahead, and the worker need not look for them until the store is back.
 */
async function endReached(
  ctx: MutationCtx,
  { worker }: Work,
  { read, upTo }: { read: string; upTo: string },
): Promise<string> {
  const stores = storesIn(read);
  const within = narrowCursor(upTo, stores);
  if (storesIn(upTo).some((store) => !stores.includes(store))) await lowerDue(ctx, worker, within);
  return furthest(read, within);
}
