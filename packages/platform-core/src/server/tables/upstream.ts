import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { WaitsFor } from "../../contract/consumer.js";
import { isAwake, startWorkers, workersOf } from "../base/workers.js";
import { cursorRowOf } from "./cursors.js";
import { generationsOf, liveOf, startableWorkers } from "./generations.js";

/** When the consumer that is waited for moved on; `null` while it has not moved. */
export async function movedAtOf(ctx: QueryCtx, waitsFor: WaitsFor): Promise<number | null> {
  const live = liveOf(await generationsOf(ctx, waitsFor.consumer));
  if (live === undefined) return null;
  const rows = await Promise.all(workersOf(live).map((worker) => cursorRowOf(ctx, worker)));
  const isSame =
    live.generation === waitsFor.generation &&
    live.delivery === "async" &&
    rows.every((row, index) => (row?.cursor ?? null) === (waitsFor.cursors[index] ?? null));
  return isSame ? null : Math.max(0, ...rows.map((row) => row?.movedAt ?? 0));
}

/** Wakes the workers of the consumers that wait for one which has moved; a failure is left to the safety net. */
export async function wakeDependents(
  ctx: MutationCtx,
  dependents: readonly string[] = [],
): Promise<void> {
  const asleep: string[] = [];
  for (const dependent of dependents) {
    const running = (await generationsOf(ctx, dependent)).filter(
      ({ status, state }) => status.kind === "running" && state !== "dropping",
    );
    for (const worker of running.flatMap(startableWorkers)) {
      if (!(await isAwake(ctx, worker))) asleep.push(worker);
    }
  }
  await startWorkers(ctx, asleep);
}
