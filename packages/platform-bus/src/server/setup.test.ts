import { convexTest } from "convex-test";
import {
  componentsGeneric,
  defineSchema,
  type GenericDataModel,
  type GenericMutationCtx,
} from "convex/server";
import { expect, test, vi } from "vitest";
import { CommandBus } from "../client/index.js";
import { register } from "../test.js";
import type { internal } from "../component/_generated/api.js";
import type { ComponentApi } from "../component/_generated/component.js";
import type { MutationCtx as ComponentCtx } from "../component/_generated/server.js";
import type { Attempt, Beginning, Ending, Outcome, Recording } from "../contract/commands.js";

type Internal = { lib: Pick<typeof internal.lib, "sweep"> };
const components = componentsGeneric() as unknown as { commandBus: ComponentApi & Internal };
type MutationCtx = GenericMutationCtx<GenericDataModel>;

/** An app that has nothing but a command bus. */
export function initConvexTest() {
  const modules = { "./_generated/api.ts": async () => ({}) };
  const t = convexTest({ schema: defineSchema({}), modules, transactionLimits: true });
  register(t);
  return t;
}

export type App = ReturnType<typeof initConvexTest>;

export const bus = new CommandBus(components.commandBus);

export const attempt: Attempt = {
  tenant: "acme",
  commandId: "cmd-1",
  type: "createOrder",
  fingerprint: "f-1",
  actorId: "user-1",
};

export const rejected: Extract<Outcome, { status: "rejected" }> = {
  status: "rejected",
  code: "ORDER_NOT_DRAFT",
  message: "Only a draft order can be changed.",
  details: { status: "submitted" },
};

export const executed: Extract<Outcome, { status: "executed" }> = {
  status: "executed",
  version: 1,
  position: null,
  events: [{ id: "e-1", type: "OrderCreated", version: 1 }],
};

export const recordingOf = (outcome: Outcome, of: Attempt = attempt): Recording => ({
  ...of,
  correlationId: "corr-1",
  causationId: null,
  startedAt: 1_700_000_000_000,
  outcome,
});

/** Settles in a mutation of its own and tells what that mutation touched. */
export const settle = (t: App, of: Attempt = attempt) => measured(t, (ctx) => bus.settle(ctx, of));

/** Records in a mutation of its own and tells what that mutation touched. */
export const record = (t: App, recording: Recording) =>
  measured(t, (ctx) => bus.record(ctx, recording));

export const failed: Extract<Ending, { status: "failed" }> = {
  status: "failed",
  code: "PAYMENT_DECLINED",
  message: "The bank said no.",
  details: null,
};

export const beginningOf = (deadline: number, of: Attempt = attempt): Beginning => ({
  ...of,
  correlationId: "corr-1",
  causationId: null,
  startedAt: 1_700_000_000_000,
  deadline,
});

export const begin = (t: App, beginning: Beginning) =>
  measured(t, (ctx) => bus.begin(ctx, beginning));

export const complete = (t: App, outcome: Ending, { tenant, commandId }: Attempt = attempt) =>
  measured(t, (ctx) => bus.complete(ctx, { tenant, commandId, outcome }));

export const purge = (t: App) => measured(t, (ctx) => bus.purge(ctx));

/** What the component's cron runs. */
export const sweep = (t: App) =>
  measured(t, (ctx) => ctx.runMutation(components.commandBus.lib.sweep, {}));

export const status = (t: App, { tenant, commandId }: Attempt = attempt) =>
  t.query((ctx) => bus.status(ctx, { tenant, commandId }));

/** Runs within the component; convex-test has the method, its types do not. */
export function inside<R>(t: App, run: (ctx: ComponentCtx) => Promise<R>): Promise<R> {
  type Inner = { runInComponent(path: string, body: typeof run): Promise<R> };
  return (t as unknown as Inner).runInComponent("commandBus", run);
}

/** Lets the fake clock run, and everything that is scheduled on the way. */
export async function pass(t: App, ms: number) {
  vi.advanceTimersByTime(ms);
  await t.finishInProgressScheduledFunctions();
}

export const find = (t: App, commandId: string, tenant = attempt.tenant) =>
  t.query((ctx) => bus.find(ctx, { tenant, commandId }));

export const misuses = (t: App, tenant = attempt.tenant, limit = 100) =>
  t.query((ctx) => bus.listMisuses(ctx, { tenant, limit }));

function measured<R>(t: App, run: (ctx: MutationCtx) => Promise<R>) {
  return t.mutation(async (ctx) => {
    const result = await run(ctx);
    const used = await ctx.meta.getTransactionMetrics();
    const cost = {
      ranges: used.databaseQueries.used,
      read: used.documentsRead.used,
      written: used.documentsWritten.used,
    };
    return { result, cost, scheduled: used.functionsScheduled.used };
  });
}

test("a bus mounted under its default name answers", async () => {
  expect(await find(initConvexTest(), "never-seen")).toBeNull();
});
