import { internal } from "../../component/_generated/api.js";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import type { Declared } from "../../contract/consumer.js";
import { failureOf, findApp, runAppMutation } from "../base/app.js";
import { generationsOf, liveOf, markRemoved, startableWorkers } from "../tables/generations.js";
import { recordHistory } from "../tables/history.js";
import { beginGeneration, beginProcess } from "./beginGeneration.js";
import { abandonGeneration, startDropping } from "./endGeneration.js";
import { planReconcile, type ReconcileAction } from "./planReconcile.js";
import { startWorkers } from "../base/workers.js";

type Declarations = {
  hash: string;
  declarations: Declared[];
  /** How many of them are in line already. */
  from: number;
  /** Where the log stood before anybody saw them. */
  before: string | null;
};

/** Consumers brought in line in one transaction: each may begin a generation of 64 workers. */
const mostConsumers = 16;

/**
 * Brings the generations in line with the code, of some consumers at a time; one that fails stops no other. A consumer that the code
 * has lost is kept for its return. Returns how many are in line now; once all are, the declarations are the ones last seen.
 */
export async function reconcile(
  ctx: MutationCtx,
  { hash, declarations, from, before }: Declarations,
): Promise<number> {
  const app = await findApp(ctx);
  const isFirst = app?.declared === undefined;
  const to = Math.min(from + mostConsumers, declarations.length);
  let isIncomplete = from > 0 && app?.isIncomplete === true;
  for (const declared of declarations.slice(from, to)) {
    try {
      await ctx.runMutation(internal.portions.reconcileOne, { declared, isFirst, before });
    } catch (error) {
      isIncomplete = true;
      await recordFailed(ctx, declared, error);
    }
  }
  const isLast = to === declarations.length;
  if (isLast) await markUndeclared(ctx, declarations);
  if (app !== null) {
    const seen = isLast ? { declared: hash } : {};
    await ctx.db.patch("apps", app._id, { ...seen, isIncomplete: isIncomplete || undefined });
  }
  return to;
}

async function recordFailed(
  ctx: MutationCtx,
  { consumer }: Declared,
  error: unknown,
): Promise<void> {
  const rows = await generationsOf(ctx, consumer);
  const { generation } = liveOf(rows) ?? rows[0] ?? { generation: 0 };
  const reason = failureOf(error).message;
  await recordHistory(ctx, { consumer, generation, what: "reconcileFailed", reason });
}

/** Brings the generations of one consumer in line with its declaration. */
export async function bringInLine(
  ctx: MutationCtx,
  { declared, isFirst, before }: { declared: Declared; isFirst: boolean; before: string | null },
): Promise<null> {
  if (declared.kind === "process") await beginProcess(ctx, declared, before);
  const isNew = await enterInline(ctx, declared);
  const rows = await generationsOf(ctx, declared.consumer);
  const isKeptInline = await isLiveKeptInline(ctx, rows);
  const actions = planReconcile(declared, { rows, isFirst, isNew, isKeptInline });
  for (const action of actions) await execute(ctx, declared, action);
  return null;
}

/** Enters generation 0 of a consumer that commands have kept so far; returns whether the component did not know it. */
export async function enterInline(ctx: MutationCtx, declared: Declared): Promise<boolean> {
  if (!declared.firstIsInline) return false;
  const { consumer, kind, subscription, policy, attempts } = declared;
  if ((await generationsOf(ctx, consumer)).length > 0) return false;
  await ctx.db.insert("generations", {
    consumer,
    kind,
    generation: 0,
    version: 1,
    partitions: 1,
    delivery: "inline",
    state: "live",
    status: { kind: "running" },
    policy,
    attempts,
    subscription,
  });
  return true;
}

/** Whether commands still keep the live generation; asks the app only while they did so far. */
async function isLiveKeptInline(
  ctx: MutationCtx,
  rows: readonly Doc<"generations">[],
): Promise<boolean> {
  const live = liveOf(rows);
  if (live?.delivery !== "inline" || live.isInlineStopped === true) return false;
  return await runAppMutation(ctx, "isKeptInline", { consumer: live.consumer });
}

const newVersion = { kind: "rebuild", from: null, by: "" } as const;
const otherVersion = {
  state: "superseded",
  reason: "the code declares another version",
} as const;

async function execute(
  ctx: MutationCtx,
  declared: Declared,
  action: ReconcileAction,
): Promise<void> {
  if (action.do === "begin") {
    await beginGeneration(ctx, declared, newVersion);
    return;
  }
  const { row } = action;
  const { consumer, generation } = row;
  switch (action.do) {
    case "restartDropping":
      return await startDropping(ctx, row);
    case "abandon":
      return await abandonGeneration(ctx, row, otherVersion);
    case "stopInline": {
      const status = { kind: "removed" } as const;
      await ctx.db.patch("generations", row._id, { isInlineStopped: true, status });
      return await recordHistory(ctx, { consumer, generation, what: "removed" });
    }
    case "refresh": {
      const { status } = action;
      const { policy, attempts } = declared;
      await ctx.db.patch("generations", row._id, { policy, attempts, status });
      if (status.kind === row.status.kind) return;
      if (status.kind === "removed") {
        return await recordHistory(ctx, { consumer, generation, what: "removed" });
      }
      await ctx.db.patch("generations", row._id, { startedAt: Date.now() });
      await recordHistory(ctx, { consumer, generation, what: "revived" });
      await startWorkers(ctx, startableWorkers(row));
    }
  }
}

async function markUndeclared(ctx: MutationCtx, declarations: readonly Declared[]): Promise<void> {
  const known = new Set(declarations.map(({ consumer }) => consumer));
  for await (const row of ctx.db.query("generations")) {
    if (known.has(row.consumer) || row.state === "dropping") continue;
    if (row.status.kind === "running") await markRemoved(ctx, row);
  }
}
