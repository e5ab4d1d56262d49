import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { abandon, drop } from "./abandon.js";
import { findApp, runAppMutation } from "../base/app.js";
import { beginGeneration } from "./beginGeneration.js";
import { generationsOf, liveOf } from "../tables/generations.js";
import { remember } from "../tables/history.js";
import { suspend } from "../tables/suspend.js";
import type { Declared } from "../../contract/consumer.js";

type Declarations = { hash: string; declarations: Declared[] };

const newVersion = { kind: "rebuild", from: null, by: "" } as const;

/**
 * Brings what the component knows in line with what the code declares: a consumer that is new, or has another version, delivery
 * or number of partitions, is built as a new generation beside the one that is served; one that the code has lost is kept for its
 * return.
 */
export async function reconcile(
  ctx: MutationCtx,
  { hash, declarations }: Declarations,
): Promise<void> {
  const app = await findApp(ctx);
  const isFirst = app?.declared === undefined;
  for (const declared of declarations) await bringInLine(ctx, declared, isFirst);
  await setAsideRemoved(ctx, declarations);
  if (app !== null) await ctx.db.patch("apps", app._id, { declared: hash });
}

async function bringInLine(ctx: MutationCtx, declared: Declared, isFirst: boolean): Promise<void> {
  const isNew = await enterInline(ctx, declared);
  const generations = await generationsOf(ctx, declared.consumer);
  const current = generations.filter(({ state }) => state !== "dropping");
  const stuck = generations.filter(
    ({ state, status }) => state === "dropping" && status.kind !== "running",
  );
  for (const row of stuck) await drop(ctx, row);
  for (const row of current) await refresh(ctx, row, declared);
  const live = await stillKept(ctx, liveOf(current));
  const isServed = live !== undefined && isDeclared(live, declared);
  for (const row of current.filter(({ state }) => state === "building")) {
    if (isDeclared(row, declared) && (isServed || isWhole(row))) continue;
    await abandon(ctx, row, { state: "superseded", reason: "the code declares another version" });
  }
  // What commands have kept since before anybody looked is complete; what came later lacks its past.
  if (isServed && (isFirst || !isNew)) return;
  if (current.some((row) => row.state === "building" && isWhole(row) && isDeclared(row, declared)))
    return;
  await beginGeneration(ctx, declared, newVersion);
}

/** The live generation, unless commands have stopped keeping it. */
async function stillKept(
  ctx: MutationCtx,
  live: Doc<"generations"> | undefined,
): Promise<Doc<"generations"> | undefined> {
  if (live?.delivery !== "inline") return live;
  const { consumer, generation } = live;
  if (live.lapsed) return undefined;
  if (await runAppMutation(ctx, "isKept", { consumer })) return live;
  const status = { kind: "removed" } as const;
  await ctx.db.patch("generations", live._id, { lapsed: true, status });
  await remember(ctx, { consumer, generation, what: "removed" });
  return undefined;
}

const isDeclared = (row: Doc<"generations">, declared: Declared) =>
  row.version === declared.version &&
  row.partitions === declared.partitions &&
  row.delivery === declared.delivery;

const isWhole = ({ scope, isShadow }: Doc<"generations">) => !scope && !isShadow;

/** Enters the generation that commands have kept on their own; returns whether it was not known before. */
export async function enterInline(ctx: MutationCtx, declared: Declared): Promise<boolean> {
  if (!declared.firstIsInline) return false;
  const { consumer, kind, subscription, policy, attempts } = declared;
  if ((await generationsOf(ctx, consumer)).length > 0) return false;
  await ctx.db.insert("generations", {
    ...{ consumer, kind, generation: 0, version: 1, partitions: 1, delivery: "inline" },
    ...{ policy, attempts, subscription, state: "live", status: { kind: "running" } },
  });
  return true;
}

async function refresh(ctx: MutationCtx, row: Doc<"generations">, declared: Declared) {
  const { policy, attempts } = declared;
  const isInCode = declared.versions.includes(row.version) && row.lapsed !== true;
  const status = statusOf(row, isInCode);
  if (row.policy === policy && row.attempts === attempts && row.status === status) return;
  await ctx.db.patch("generations", row._id, { policy, attempts, status });
  if (status.kind === row.status.kind) return;
  const { consumer, generation } = row;
  const what = status.kind === "removed" ? "removed" : "revived";
  await remember(ctx, { consumer, generation, what });
}

function statusOf({ status }: Doc<"generations">, isInCode: boolean): Doc<"generations">["status"] {
  if (isInCode) return status.kind === "removed" ? { kind: "running" } : status;
  return status.kind === "running" ? { kind: "removed" } : status;
}

async function setAsideRemoved(ctx: MutationCtx, declarations: Declared[]): Promise<void> {
  const known = new Set(declarations.map(({ consumer }) => consumer));
  for await (const row of ctx.db.query("generations")) {
    if (known.has(row.consumer) || row.state === "dropping") continue;
    if (row.status.kind === "running") await suspend(ctx, row);
  }
}
