import { hasReached } from "@convex-es/platform-store/log";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import { cursorOf } from "../tables/cursors.js";
import { dueOf } from "../tables/due.js";
import { generationOf, type Generation } from "../tables/generations.js";
import { isHeldUp } from "../builds/isHeldUp.js";
import { nextLetter } from "../letters/letters.js";
import { movedAtOf } from "../tables/upstream.js";
import type { Step } from "./work.js";
import { workerOf } from "../base/workerName.js";

// A loop hears no wake-up in the last second of its sleep: it looks around instead.
const deafMs = 1_000;
const polling = { kind: "idle", cooldownMs: 1e9 } as const;
const pollIntervalMs = 200;

// The dispatcher wakes a worker: it need not wait for more.
const idle = { kind: "idle", cooldownMs: 0 } as const;

type Work = { kind: "work"; batch: Step };
type Idle = {
  kind: "idle";
  cooldownMs: number;
  timeoutMs?: number;
  pollIntervalMs?: number;
};

/** Whether a worker has something to do, or when: told from the component's own rows, without a look at the log. */
export async function findWork(
  ctx: QueryCtx,
  { name: worker }: { name: string },
): Promise<Work | Idle> {
  const generation = await generationOf(ctx, workerOf(worker));
  if (generation === null || generation.status.kind !== "running") return idle;
  if (isAtRest(generation, worker)) return idle;
  const due = await dueOf(ctx, worker);
  const reader = await cursorOf(ctx, worker);
  const held = reader?.waitsFor ? await movedAtOf(ctx, reader.waitsFor) : 0;
  const since = Math.max(due?.since ?? generation._creationTime, held ?? 0);
  const work: Work = { kind: "work", batch: { worker, upTo: due?.upTo ?? null, since } };
  if (generation.state !== "live" && generation.state !== "building") return work;
  const isBehind = due !== null && !hasReached(reader?.cursor ?? null, due.upTo);
  const hasPages = held !== null && (isBehind || (await isBuilding(ctx, generation)));
  const pageAt = hasPages ? (reader?.failure?.retryAt ?? 0) : Infinity;
  const at = Math.min(pageAt, await letterAt(ctx, reader));
  if (at === Infinity) return idle;
  if (at <= Date.now()) return work;
  return sleepUntil(at);
}

function sleepUntil(at: number): Idle {
  const timeoutMs = at - Date.now();
  if (timeoutMs > deafMs) return { ...idle, timeoutMs };
  return { ...polling, pollIntervalMs: Math.min(pollIntervalMs, timeoutMs) };
}

/** When a worker has to try its next letter. */
async function letterAt(ctx: QueryCtx, reader: Doc<"cursors"> | null): Promise<number> {
  if (reader === null || reader.aside === 0) return Infinity;
  return (await nextLetter(ctx, reader.worker))?.dueAt ?? Infinity;
}

/** Whether there is nothing to do for a worker: commands keep the rows, or one of several deletes them. */
function isAtRest({ state, delivery, sweeping }: Generation, worker: string): boolean {
  if (state === "live") return delivery === "inline";
  if (state === "building") return false;
  return workerOf(worker).partition > 0 || (state === "apart" && sweeping === undefined);
}

/** Whether a generation is still being built; one that waits for its letters is kept up to date like a live one. */
const isBuilding = async (ctx: QueryCtx, generation: Doc<"generations">): Promise<boolean> =>
  generation.state === "building" &&
  !(generation.waits === true && (await isHeldUp(ctx, generation)));
