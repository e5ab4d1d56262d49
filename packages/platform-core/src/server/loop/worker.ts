import { v, type Infer } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { workerOf } from "../base/workers.js";
import { countOnePage } from "../builds/countEvents.js";
import { cutOver, waitsForLetters } from "../builds/cutOver.js";
import { dropRowsOf } from "../builds/endGeneration.js";
import { followLive } from "../builds/followLive.js";
import { nextLetter } from "../letters/letters.js";
import * as letters from "../letters/tryLetters.js";
import { savePage, tryPage, type Work } from "../pages/applyPage.js";
import { claimPage, halvePage, putClaimedAside } from "../pages/failedPage.js";
import { fireTimers, nextTimerAt } from "../processes/timers.js";
import { cursorRowOf, dueRowOf } from "../tables/cursors.js";
import { generationOf, stopLost } from "../tables/generations.js";
import { rebuildOf } from "../tables/rebuilds.js";
import { movedAtOf } from "../tables/upstream.js";
import { decideStep, type Due, type WorkerState } from "./decideStep.js";

export const vStep = v.object({
  worker: v.string(),
  /** How far it has to come at least; all of that was committed before this step began. */
  upTo: v.union(v.string(), v.null()),
  /** Since when it has had to come so far. */
  since: v.number(),
});

/** When a loop goes on: now (`null`), or after a while. */
type NextRun = { debounceMs: number } | null;

/** As `NextRun`; the loop keeps when it last ran, as a sign of life that costs nothing. */
type Ran = { debounceMs?: number; cursor: number };

/** A worker that waits for the others of its generation looks again after this time. */
const waitForOthers: NextRun = { debounceMs: 100 };

type Idle = { kind: "idle"; cooldownMs: number; timeoutMs?: number; pollIntervalMs?: number };

/** Whether a worker has something to do, or when it will. Reads rows of the component, never the log. */
export async function findWork(
  ctx: QueryCtx,
  { name: worker }: { name: string; cursor?: number },
): Promise<{ kind: "work"; batch: Infer<typeof vStep> } | Idle> {
  const { state, due } = await stateOf(ctx, worker);
  const step = decideStep(state, due, Date.now());
  return step.do === "sleep" ? sleepUntil(step.until) : { kind: "work", batch: { worker, ...due } };
}

/** What a worker knows of itself before it acts, and how far it has to come. */
export async function stateOf(
  ctx: QueryCtx,
  worker: string,
  known: KnownWorker = {},
): Promise<{ state: WorkerState; due: Due }> {
  const rows = await workerRowsOf(ctx, worker, known);
  const { generation, cursor } = rows;
  const dueRow = isApplying(generation) ? await dueRowOf(ctx, worker) : null;
  const movedAt = cursor?.waitsFor ? await (known.movedAt ?? movedAtOf)(ctx, cursor.waitsFor) : 0;
  const since = Math.max(dueRow?.since ?? 0, startedAt(generation), movedAt ?? 0);
  const due = { upTo: dueRow?.upTo ?? null, since };
  const state = {
    ...rows,
    // A worker that counts has work in any case: no need to read the row of its build here.
    isCounting: false,
    isWaiting: movedAt === null,
    isHeldUp:
      generation?.state === "building" &&
      generation.waits === true &&
      (await waitsForLetters(ctx, generation)),
  };
  return { state, due };
}

const startedAt = (generation: Doc<"generations"> | null) =>
  generation?.startedAt ?? generation?._creationTime ?? 0;

/** What a caller who looks at many workers has read already. */
export type KnownWorker = Partial<Pick<WorkerState, "generation" | "cursor">> & {
  movedAt?: typeof movedAtOf;
};

type WorkerRows = Pick<WorkerState, "generation" | "partition" | "cursor" | "letter" | "timerAt">;

/** The rows of a worker: its cursor is only read while it applies events, its letters only while it has any. */
async function workerRowsOf(
  ctx: QueryCtx,
  worker: string,
  known: KnownWorker = {},
): Promise<WorkerRows> {
  const { partition, ...place } = workerOf(worker);
  const { generation = await generationOf(ctx, place) } = known;
  const isRead = isApplying(generation);
  const { cursor = isRead ? await cursorRowOf(ctx, worker) : null } = known;
  const letter = cursor === null || cursor.aside === 0 ? null : await nextLetter(ctx, worker);
  const hasTimers = isRead && generation?.kind === "process";
  const timerAt = hasTimers ? await nextTimerAt(ctx, worker) : Infinity;
  return { generation, partition, cursor, letter, timerAt };
}

const isApplying = (generation: Doc<"generations"> | null): boolean =>
  generation?.status.kind === "running" &&
  (generation.state === "building" ||
    (generation.state === "live" && generation.delivery === "async"));

// A loop does not hear a wake-up in the last second of its sleep: it polls instead.
const deafMs = 1_000;
const pollIntervalMs = 200;

function sleepUntil(at: number): Idle {
  // The dispatcher wakes a worker: it need not wait for more.
  const asleep = { kind: "idle", cooldownMs: 0 } as const;
  if (at === Infinity) return asleep;
  const timeoutMs = at - Date.now();
  if (timeoutMs > deafMs) return { ...asleep, timeoutMs };
  const pollMs = Math.min(pollIntervalMs, timeoutMs);
  return { kind: "idle", cooldownMs: 1e9, pollIntervalMs: pollMs };
}

/** One step of a worker, in one transaction. It must not throw: the loop would stand still until it is found dead. */
export async function work(ctx: MutationCtx, step: Infer<typeof vStep>): Promise<Ran> {
  return { ...(await doStep(ctx, step)), cursor: Date.now() };
}

async function doStep(ctx: MutationCtx, { worker, ...due }: Infer<typeof vStep>): Promise<NextRun> {
  const rows = await workerRowsOf(ctx, worker);
  const { generation, partition, cursor, letter } = rows;
  const isBuilder = generation?.state === "building" && partition === 0;
  const rebuild = isBuilder ? await rebuildOf(ctx, generation) : null;
  const isCounting = rebuild?.counted?.isDone === false;
  // `findWork` has looked at what other workers write: read here, it would conflict with them.
  const state = { ...rows, isCounting, isWaiting: false, isHeldUp: false };
  const step = decideStep(state, due, Date.now());
  if (generation === null || step.do === "sleep") return null;
  const page = { worker, generation, cursor };
  const trying = cursor && letter && { generation, cursor, letter };
  switch (step.do) {
    case "dropRows":
      return await done(dropRowsOf(ctx, generation));
    case "countEvents":
      return rebuild && (await done(countOnePage(ctx, { generation, rebuild })));
    case "followLive":
      return (await followLive(ctx, page)) ? null : waitForOthers;
    case "claimPage":
      return await done(claimPage(ctx, page));
    case "putNextAside":
      return await done(putClaimedAside(ctx, page));
    case "fireTimers":
      return await done(fireTimers(ctx, { worker, generation }));
    case "applyPage":
      return await applyNextPage(ctx, page, due);
    default:
      return trying && (await done(letters[step.do](ctx, trying)));
  }
}

const done = async (effect: Promise<unknown>): Promise<null> => {
  await effect;
  return null;
};

/**
 * Applies the next page of the log: rows and cursor are written in one transaction, so every event is applied exactly once. Events
 * that fail are put aside, and later ones of their keys with them; everything else goes on.
 */
async function applyNextPage(ctx: MutationCtx, work: Work, { upTo }: Due): Promise<NextRun> {
  const { generation } = work;
  const page = await tryPage(ctx, work);
  if ("error" in page) {
    if (page.error.code === "UNDECLARED_CONSUMER") return await stopLost(ctx, generation);
    return await done(halvePage(ctx, work, page.error));
  }
  await savePage(ctx, { ...work, upTo }, page);
  if (generation.state !== "building" || !page.isDone) return null;
  return (await cutOver(ctx, generation)) ? null : waitForOthers;
}
