import { convexTest } from "convex-test";
import {
  componentsGeneric,
  defineSchema,
  type GenericDataModel,
  type GenericMutationCtx,
} from "convex/server";
import { expect, test } from "vitest";
import { CommandBus } from "../client/index.js";
import { register } from "../test.js";
import type { ComponentApi } from "./_generated/component.js";
import type { Attempt, Outcome, Recording } from "./shared.js";

const components = componentsGeneric() as unknown as { commandBus: ComponentApi };
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
    return { result, cost };
  });
}

test("a bus mounted under its default name answers", async () => {
  expect(await find(initConvexTest(), "never-seen")).toBeNull();
});
