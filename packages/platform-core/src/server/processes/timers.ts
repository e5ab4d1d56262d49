import type { ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { Failure } from "../../contract/failure.js";
import {
  never,
  type ListedTimer,
  type listTimersArgs,
  type retryTimerArgs,
  type Timer,
} from "../../contract/timers.js";
import { caught, runAppMutation } from "../base/app.js";
import { wakeWorker, workerName } from "../base/workers.js";
import { stopLost } from "../tables/generations.js";

type InstanceKey = Pick<Timer, "process" | "tenant" | "key">;

/** Timers fired in one transaction. */
const mostFired = 500;
/** Timers of one instance: they go when it ends. */
const mostOfInstance = 200;

const timerWorker = (process: string) =>
  workerName({ consumer: process, generation: 1, partition: 0 });

/** Sets a timer, in place of one of the same name. */
export async function setTimer(ctx: MutationCtx, timer: Timer): Promise<void> {
  const found = await timerOf(ctx, timer);
  const row = { ...timer, worker: timerWorker(timer.process), tryAt: timer.dueAt, attempts: 0 };
  if (found === null) await ctx.db.insert("timers", row);
  else await ctx.db.replace("timers", found._id, row);
}

/** Removes a timer; one that has fired or was never set is no error. */
export async function cancelTimer(ctx: MutationCtx, key: InstanceKey & { name: string }) {
  const found = await timerOf(ctx, key);
  if (found !== null) await ctx.db.delete("timers", found._id);
}

/** Removes all timers of an instance that has ended. */
export async function cancelTimers(ctx: MutationCtx, key: InstanceKey): Promise<void> {
  const { process, tenant, key: instance } = key;
  const rows = await ctx.db
    .query("timers")
    .withIndex("by_instance", (q) =>
      q.eq("process", process).eq("tenant", tenant).eq("key", instance),
    )
    .take(mostOfInstance);
  for (const row of rows) await ctx.db.delete("timers", row._id);
}

const timerOf = async (
  ctx: QueryCtx,
  { process, tenant, key, name }: InstanceKey & { name: string },
) =>
  await ctx.db
    .query("timers")
    .withIndex("by_instance", (q) =>
      q.eq("process", process).eq("tenant", tenant).eq("key", key).eq("name", name),
    )
    .unique();

/** When the first timer of a worker is tried, in milliseconds since 1970; `Infinity` without one. One document. */
export async function nextTimerAt(ctx: QueryCtx, worker: string): Promise<number> {
  const first = await dueTimers(ctx, worker, never - 1).first();
  return first?.tryAt ?? Infinity;
}

const dueTimers = (ctx: QueryCtx, worker: string, until: number) =>
  ctx.db.query("timers").withIndex("by_worker", (q) => q.eq("worker", worker).lte("tryAt", until));

type Firing = { worker: string; generation: Doc<"generations"> };

/**
 * Fires the due timers of a worker, some hundred at a time: each is deleted in the transaction that writes what its commands decide. One
 * whose reaction fails is tried again later, and waits for an operator once its attempts are used up.
 */
export async function fireTimers(ctx: MutationCtx, { worker, generation }: Firing): Promise<void> {
  const due = await dueTimers(ctx, worker, Date.now()).take(mostFired);
  const { consumer, version } = generation;
  const timers = due.map(timerIn);
  const input = { consumer, version, generation: generation.generation, timers };
  const answer = await caught(runAppMutation(ctx, "fireTimers", input));
  if ("error" in answer) {
    if (answer.error.code === "UNDECLARED_CONSUMER") return void (await stopLost(ctx, generation));
    // None of them is to blame for sure: they are tried one after the other.
    const [first] = due;
    if (due.length === 1 && first) await failTimer(ctx, generation, { row: first, ...answer });
    else for (const row of due) await fireOne(ctx, generation, row);
    return;
  }
  await applyAnswer(ctx, generation, { due, answer });
}

async function fireOne(ctx: MutationCtx, generation: Doc<"generations">, row: Doc<"timers">) {
  const { consumer, version } = generation;
  const place = { consumer, version, generation: generation.generation };
  const answer = await caught(
    runAppMutation(ctx, "fireTimers", { ...place, timers: [timerIn(row)] }),
  );
  if ("error" in answer) await failTimer(ctx, generation, { row, ...answer });
  else await applyAnswer(ctx, generation, { due: [row], answer });
}

type Answered = {
  due: readonly Doc<"timers">[];
  answer: { ends: ({ error: Failure } | "fired" | "waits")[] };
};

/** A timer whose instance waits for an event is looked at again after this time. */
const waitMs = 5_000;

async function applyAnswer(
  ctx: MutationCtx,
  generation: Doc<"generations">,
  { due, answer }: Answered,
): Promise<void> {
  for (const [index, row] of due.entries()) {
    const end = answer.ends[index];
    if (end === undefined) continue;
    if (end === "waits") await ctx.db.patch("timers", row._id, { tryAt: Date.now() + waitMs });
    else if (end !== "fired") await failTimer(ctx, generation, { row, error: end.error });
    else {
      // Its own reaction may have set it again: then that is another one, under the same row.
      const now = await ctx.db.get("timers", row._id);
      if (now?.setBy === row.setBy) await ctx.db.delete("timers", row._id);
    }
  }
}

const firstPauseMs = 1_000;

async function failTimer(
  ctx: MutationCtx,
  generation: Doc<"generations">,
  { row, error }: { row: Doc<"timers">; error: Failure },
): Promise<void> {
  const attempts = row.attempts + 1;
  const isUsedUp = attempts >= generation.attempts;
  const tryAt = isUsedUp ? never : Date.now() + firstPauseMs * 4 ** (attempts - 1);
  await ctx.db.patch("timers", row._id, { attempts, tryAt, error });
}

function timerIn({ _id, _creationTime, worker, tryAt, attempts, error, ...timer }: Doc<"timers">) {
  return timer;
}

const mostListed = 200;

/** The timers of a process that have not fired, those due first, first. */
export async function listTimers(
  ctx: QueryCtx,
  { process, limit }: ObjectType<typeof listTimersArgs>,
): Promise<ListedTimer[]> {
  const rows = await dueTimers(ctx, timerWorker(process), never).take(
    Math.min(Math.max(Math.floor(limit) || 1, 1), mostListed),
  );
  return rows.map(({ tryAt, attempts, error, ...row }) => {
    const { _id, _creationTime, worker: _worker, ...timer } = row;
    const failed = error === undefined ? {} : { error };
    return { ...timer, attempts, isParked: tryAt === never, ...failed };
  });
}

/** Has a timer that failed tried again at once; returns whether there is one. */
export async function retryTimer(
  ctx: MutationCtx,
  key: ObjectType<typeof retryTimerArgs>,
): Promise<boolean> {
  const found = await timerOf(ctx, key);
  if (found === null || found.attempts === 0) return false;
  await ctx.db.patch("timers", found._id, { attempts: 0, tryAt: Date.now() });
  await wakeWorker(ctx, found.worker);
  return true;
}
