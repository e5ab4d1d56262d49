import type { QueryCtx } from "../../component/_generated/server.js";
import { standstillMs } from "../../contract/status.js";
import { lastRunOf } from "../base/workers.js";
import { decideStep, dueSince } from "./decideStep.js";
import { stateOf, type KnownWorker } from "./worker.js";

/** Whether a worker does what there is to do. */
export type Liveness = {
  /** Whether it has something to do now. */
  isDue: boolean;
  /** Whether it will have something to do at some time. */
  isLater: boolean;
  /** Since when it has had something to do without a sign of life, in milliseconds since 1970; `null` where nothing is due. */
  dueSince: number | null;
  /** Whether it has given no sign of life for a minute although something is due. */
  standsStill: boolean;
};

/** Judges a worker by what it has done, whatever its loop's row says. Reads that row only where the worker's own show nothing. */
export async function livenessOf(
  ctx: QueryCtx,
  worker: string,
  known?: KnownWorker,
): Promise<Liveness> {
  const now = Date.now();
  const { state, due } = await stateOf(ctx, worker, known);
  const step = decideStep(state, due, now);
  if (step.do === "sleep") {
    const isLater = step.until !== Infinity;
    return { isDue: false, isLater, dueSince: null, standsStill: false };
  }
  const since = dueSince(state, due, step);
  if (now - since <= standstillMs) {
    return { isDue: true, isLater: false, dueSince: since, standsStill: false };
  }
  const lastSign = Math.max(since, await lastRunOf(ctx, worker));
  return {
    isDue: true,
    isLater: false,
    dueSince: lastSign,
    standsStill: now - lastSign > standstillMs,
  };
}
