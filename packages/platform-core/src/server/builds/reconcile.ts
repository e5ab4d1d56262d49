import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import type { Declared } from "../../contract/consumer.js";
import { findApp, runAppMutation } from "../base/app.js";
import { generationsOf, liveOf, markRemoved } from "../tables/generations.js";
import { recordHistory } from "../tables/history.js";
import { beginGeneration } from "./beginGeneration.js";
import { abandonGeneration, startDropping } from "./endGeneration.js";
import { planReconcile, type Action } from "./planReconcile.js";
import { pingWorker, workersOf } from "../base/workers.js";

type Declarations = { hash: string; declarations: Declared[] };

/** Brings the generations in line with the code. A consumer that the code has lost is kept for its return. */
export async function reconcile(
  ctx: MutationCtx,
  { hash, declarations }: Declarations,
): Promise<void> {
  const app = await findApp(ctx);
  const isFirst = app?.declared === undefined;
  for (const declared of declarations) {
    const isNew = await enterInline(ctx, declared);
    const rows = await generationsOf(ctx, declared.consumer);
    const isKeptInline = await isLiveKeptInline(ctx, rows);
    const actions = planReconcile(declared, { rows, isFirst, isNew, isKeptInline });
    for (const action of actions) await execute(ctx, declared, action);
  }
  await markUndeclared(ctx, declarations);
  if (app !== null) await ctx.db.patch("apps", app._id, { declared: hash });
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

async function execute(ctx: MutationCtx, declared: Declared, action: Action): Promise<void> {
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
      await recordHistory(ctx, { consumer, generation, what: "revived" });
      for (const worker of workersOf(row)) await pingWorker(ctx, worker);
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
