import { v, type Infer } from "convex/values";
import type { MutationCtx } from "../../component/_generated/server.js";
import { applyNextPage } from "./applyNextPage.js";
import { cursorOf } from "../tables/cursors.js";
import { dropRows } from "../builds/dropRows.js";
import { generationOf } from "../tables/generations.js";
import { prepare } from "./prepare.js";
import { tryLetters } from "../letters/tryLetters.js";
import type { Pace } from "../pages/Task.js";
import { workerOf } from "../base/workerName.js";

export const vStep = v.object({
  worker: v.string(),
  /** How far it has to come at least; what lies before was committed before this step began. */
  upTo: v.union(v.string(), v.null()),
  /** Since when it has had to come so far. */
  since: v.number(),
});
export type Step = Infer<typeof vStep>;

/** One step of a worker, in one transaction. It must not throw: the loop would stand still until it is found dead. */
export async function work(ctx: MutationCtx, step: Step): Promise<Pace> {
  const { worker } = step;
  const generation = await generationOf(ctx, workerOf(worker));
  if (generation === null || generation.status.kind !== "running") return null;
  if (generation.state === "dropping" || generation.state === "apart") {
    await dropRows(ctx, generation);
    return null;
  }
  const reader = await cursorOf(ctx, worker);
  const pace = await prepare(ctx, { ...step, generation, reader });
  if (pace !== "ready") return pace;
  // Letters before new events of their rows.
  if (reader !== null && (await tryLetters(ctx, { worker, generation, reader }))) return null;
  return await applyNextPage(ctx, { ...step, generation, reader });
}
