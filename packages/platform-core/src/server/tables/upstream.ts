import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { cursorOf } from "./cursors.js";
import { generationsOf, liveOf } from "./generations.js";
import { wakeWorker } from "../base/wake.js";
import { workersOf } from "../base/workerName.js";
import type { WaitsFor } from "../../contract/consumer.js";

/** When the read model that is waited for moved on; `null` while it stands where it stood. */
export async function movedAtOf(ctx: QueryCtx, waitsFor: WaitsFor): Promise<number | null> {
  const live = liveOf(await generationsOf(ctx, waitsFor.consumer));
  if (live === undefined) return null;
  const rows = await Promise.all(workersOf(live).map((worker) => cursorOf(ctx, worker)));
  const isSame =
    live.generation === waitsFor.generation &&
    live.delivery === "async" &&
    rows.every((row, index) => (row?.cursor ?? null) === (waitsFor.cursors[index] ?? null));
  return isSame ? null : Math.max(0, ...rows.map((row) => row?.movedAt ?? 0));
}

/** Wakes the workers of the read models that are made of a read model's rows, once that has moved. */
export async function wakeDependents(
  ctx: MutationCtx,
  dependents: readonly string[] = [],
): Promise<void> {
  for (const dependent of dependents) {
    for (const generation of await generationsOf(ctx, dependent)) {
      if (generation.status.kind !== "running" || generation.state === "dropping") continue;
      for (const worker of workersOf(generation)) await tryToWake(ctx, worker);
    }
  }
}

// Who cannot be woken does not keep the one that moved from moving: the safety net tries again.
async function tryToWake(ctx: MutationCtx, worker: string): Promise<void> {
  try {
    await wakeWorker(ctx, worker);
  } catch {
    return;
  }
}
