import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { cursorOf } from "../tables/cursors.js";
import { keepPage, tryPage } from "./page.js";

/**
 * Applies what a worker has left of the log, up to its very end: this transaction and one that appends cannot both commit as they
 * are. Returns whether nothing is left, neither behind the page nor aside.
 */
export async function applyTail(
  ctx: MutationCtx,
  generation: Doc<"generations">,
  worker: string,
): Promise<boolean> {
  const task = { worker, generation, reader: await cursorOf(ctx, worker), upTo: null };
  const page = await tryPage(ctx, task, { isFinal: true });
  // Whatever it is, the worker meets it again at its own pace.
  if ("error" in page) return false;
  await keepPage(ctx, task, page);
  return page.isDone && page.aside.length === 0 && page.halt === null;
}
