import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { WaitsFor } from "../../contract/consumer.js";
import { wakeWorker, workersOf } from "../base/workers.js";
import { cursorRowOf } from "./cursors.js";
import { generationsOf, liveOf } from "./generations.js";

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
  for (const dependent of dependents) {
    for (const generation of await generationsOf(ctx, dependent)) {
      if (generation.status.kind !== "running" || generation.state === "dropping") continue;
      for (const worker of workersOf(generation)) await wakeWorker(ctx, worker);
    }
  }
}
