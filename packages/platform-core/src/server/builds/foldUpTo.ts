import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { runAppMutation } from "../base/app.js";
import { movedOn, moveCursor, atBeginning } from "../tables/cursors.js";
import { pageInput } from "../pages/pageInput.js";
import type { Task } from "../pages/Task.js";

type Bound = {
  live: Doc<"generations">;
  /** The live worker's cursor; commands have none, they are at the end of the log. */
  upTo: string | null;
  /** Whether this is the transaction that serves it. */
  isFinal: boolean;
};

/** Applies a page of events that a live worker has applied; returns whether that is all of them. */
export async function foldUpTo(
  ctx: MutationCtx,
  task: Pick<Task, "worker" | "generation" | "reader">,
  { live, upTo, isFinal }: Bound,
): Promise<boolean> {
  const { worker, generation, reader } = task;
  const isUnbound = live.delivery === "inline";
  // A worker before its first page has applied nothing.
  if (!isUnbound && upTo === null) return true;
  const { scope = null } = generation;
  const input = { ...pageInput(task, { isFinal }), scope, upTo: isUnbound ? null : upTo };
  const page = await runAppMutation(ctx, "foldScope", input);
  const fields = movedOn(reader ?? atBeginning, { ...page, aside: 0 });
  await moveCursor(ctx, worker, { found: reader, fields });
  return page.isDone;
}
