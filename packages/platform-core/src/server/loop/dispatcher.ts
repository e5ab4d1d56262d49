import { v, type Infer } from "convex/values";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { trusted } from "../../contract/boundary.js";
import { vDeclared } from "../../contract/consumer.js";
import { caught, findApp, runAppMutation, runAppQuery } from "../base/app.js";
import { dispatcherCursor, wakeWorker, workersOf } from "../base/workers.js";
import { reconcile } from "../builds/reconcile.js";
import { markDue } from "../tables/cursors.js";
import { followsLog, generationsOf } from "../tables/generations.js";

const vTarget = v.object({ consumer: v.string(), upTo: v.string() });

export const vDispatcherCursor = v.object({
  cursor: v.union(v.string(), v.null()),
  sinceSweep: v.number(),
  /** When it last found something, in milliseconds since 1970. */
  workedAt: v.optional(v.number()),
  /** Whether commands have to wake it: then it does not look again by itself. */
  isAsleep: v.optional(v.boolean()),
  /** What was too much for the transactions so far. */
  rest: v.optional(
    v.object({
      /** Consumers that have still to be told how far to come. */
      targets: v.array(vTarget),
      /** How many consumers are in line with the declarations of a hash. */
      inLine: v.union(
        v.null(),
        v.object({ hash: v.string(), count: v.number(), before: v.union(v.string(), v.null()) }),
      ),
    }),
  ),
});
type DispatcherCursor = Infer<typeof vDispatcherCursor>;

export const vDispatchBatch = v.object({
  /** How far which consumers have to come. */
  targets: v.array(vTarget),
  /** What the code declares, where that has changed, and how many of those consumers are in line with it. */
  declared: v.union(
    v.null(),
    v.object({
      hash: v.string(),
      declarations: v.array(vDeclared),
      from: v.number(),
      /** Where the log stood before anybody saw them: processes begin there. */
      before: v.union(v.string(), v.null()),
    }),
  ),
  /** Where the dispatcher goes on. */
  next: vDispatcherCursor,
});
type DispatchBatch = Infer<typeof vDispatchBatch>;

/** How far the dispatcher has looked through the log; `null` before its first look. */
export async function seenUpTo(ctx: QueryCtx): Promise<string | null> {
  return trusted<DispatcherCursor | null>(await dispatcherCursor(ctx))?.cursor ?? null;
}

/** After this many events every consumer moves on, so that no cursor stays far behind events that do not concern it. */
const sweepAfter = 200;

/** How long it keeps looking after it has found something, and how often. */
const coolDown = { forMs: 600, everyMs: 200 };

type Idle = { kind: "idle"; cooldownMs: number; pollIntervalMs?: number };
type Found = { kind: "work"; batch: DispatchBatch; cursor: DispatcherCursor };

/** What it does when there is nothing: looks for a while, lets commands wake it from then on, and ends. */
function nothingFound(from: DispatcherCursor): Idle | Found {
  if (from.isAsleep === true) return { kind: "idle", cooldownMs: 0 };
  const leftMs = (from.workedAt ?? 0) + coolDown.forMs - Date.now();
  // The loop must not end before commands know: so its own cool-down has no end.
  const pollIntervalMs = Math.min(coolDown.everyMs, leftMs);
  if (leftMs > 0) return { kind: "idle", cooldownMs: 1e12, pollIntervalMs };
  const next = { ...from, isAsleep: true };
  return { kind: "work", batch: { targets: [], declared: null, next }, cursor: next };
}

/** Looks for what has been appended, or declared, since the dispatcher last looked. */
export async function findEvents(
  ctx: QueryCtx,
  { cursor: from = { cursor: null, sinceSweep: 0 } }: { cursor?: DispatcherCursor },
): Promise<Found | Idle> {
  const seen = (await findApp(ctx))?.declared ?? null;
  const found = await runAppQuery(ctx, "findEvents", { after: from.cursor, declared: seen });
  const { scanned, declarations, hash } = found;
  const { targets: left = [], inLine = null } = from.rest ?? {};
  if (scanned === 0 && declarations === null && left.length === 0) return nothingFound(from);
  const sinceSweep = from.sinceSweep + scanned;
  // The first part of new declarations makes everybody move on; the other parts need not.
  const isNew = declarations !== null && inLine?.hash !== hash;
  const isSweep = sinceSweep >= sweepAfter || isNew;
  const isLeft = new Set(left.map(({ consumer }) => consumer));
  const targets = found.upTo.filter(
    ({ consumer }) => isSweep || found.matched.includes(consumer) || isLeft.has(consumer),
  );
  const inLineCount = inLine?.hash === hash ? inLine.count : 0;
  const workedAt = Date.now();
  const next = { cursor: found.cursor, sinceSweep: isSweep ? 0 : sinceSweep, workedAt };
  const before = inLine?.hash === hash ? inLine.before : (from.cursor ?? found.begin);
  const declared = declarations && { hash, declarations, from: inLineCount, before };
  return { kind: "work", batch: { targets, declared, next }, cursor: next };
}

/** Workers woken in one transaction, and a few more, since those of one consumer are not parted. */
const mostWoken = 100;

/**
 * Tells the workers of each consumer how far to come, and wakes them, a portion in each transaction; a worker that cannot be woken
 * stops no other. What is left goes into the cursor of its loop.
 */
export async function dispatch(
  ctx: MutationCtx,
  { targets, declared, next }: DispatchBatch,
): Promise<{ cursor: DispatcherCursor; debounceMs?: number }> {
  if (next.isAsleep === true) return await fallAsleep(ctx, next);
  const count = declared && (await reconcile(ctx, declared));
  const isInLine = count === null || count === declared?.declarations.length;
  const inLine =
    isInLine || declared === null ? null : { hash: declared.hash, count, before: declared.before };
  let woken = 0;
  let done = 0;
  for (const target of targets) {
    if (woken >= mostWoken) break;
    woken += await wakeConsumer(ctx, target);
    done++;
  }
  const rest = { targets: targets.slice(done), inLine };
  const isWhole = rest.targets.length === 0 && inLine === null;
  return { cursor: isWhole ? next : { ...next, rest } };
}

/** An end of the log that is not reached, or cannot be read: the dispatcher looks again. */
async function fallAsleep(
  ctx: MutationCtx,
  next: DispatcherCursor,
): Promise<{ cursor: DispatcherCursor; debounceMs?: number }> {
  const isAtEnd = await caught(runAppMutation(ctx, "fallAsleep", { after: next.cursor }));
  if (isAtEnd === true) return { cursor: next };
  const { isAsleep: _isAsleep, ...awake } = next;
  return isAtEnd === false ? { cursor: awake } : { cursor: awake, debounceMs: unreadableMs };
}

/** How long it rests when the app fails: its code may be replaced meanwhile. */
const unreadableMs = 1_000;

/** Returns how many workers it has told. */
async function wakeConsumer(
  ctx: MutationCtx,
  { consumer, upTo }: Infer<typeof vTarget>,
): Promise<number> {
  const generations = (await generationsOf(ctx, consumer)).filter(followsLog);
  for (const generation of generations) {
    const isRunning = generation.status.kind === "running";
    for (const worker of workersOf(generation)) {
      const woken = isRunning ? await wakeWorker(ctx, worker) : "asleep";
      await markDue(ctx, { worker, upTo, woken });
    }
  }
  return generations.flatMap(workersOf).length;
}
