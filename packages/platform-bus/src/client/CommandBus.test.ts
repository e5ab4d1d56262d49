import { componentsGeneric, type GenericActionCtx, type GenericDataModel } from "convex/server";
import type { Infer } from "convex/values";
import { expect, expectTypeOf, test } from "vitest";
import type { ComponentApi } from "../component/_generated/component.js";
import { attempt, bus, executed, initConvexTest, recordingOf } from "../server/setup.test.js";
import { register } from "../test.js";
import {
  CommandBus,
  type CommandRecord,
  type CommandStatus,
  type Completion,
  type CorrelationPage,
  type Misuse,
  type Settlement,
  vCommandStatus,
  vCorrelationPage,
} from "./index.js";

const components = componentsGeneric() as unknown as { otherBus: ComponentApi };

test("CB-1 settle and record in one mutation: the caller's next attempt is settled", async () => {
  const t = initConvexTest();
  const first = await t.mutation(async (ctx) => {
    const settlement = await bus.settle(ctx, attempt);
    await bus.record(ctx, recordingOf(executed));
    return settlement;
  });
  const second = await t.mutation((ctx) => bus.settle(ctx, attempt));
  expect([first, second]).toEqual([{ status: "new" }, { status: "settled", outcome: executed }]);
});

test("CB-1 a record is seen within its own mutation, so that a batch dedupes itself", async () => {
  const settlement = await initConvexTest().mutation(async (ctx) => {
    await bus.record(ctx, recordingOf(executed));
    return await bus.settle(ctx, attempt);
  });
  expect(settlement).toEqual({ status: "settled", outcome: executed });
});

test("CB-1 two buses mounted side by side know nothing of each other", async () => {
  const t = initConvexTest();
  register(t, "otherBus");
  await t.mutation((ctx) => bus.record(ctx, recordingOf(executed)));
  const other = new CommandBus(components.otherBus);
  expect(await t.mutation((ctx) => other.settle(ctx, attempt))).toEqual({ status: "new" });
});

test("CB-2 the answers of the client are typed as the component declares them", () => {
  expectTypeOf(bus.settle).returns.resolves.toEqualTypeOf<Settlement>();
  expectTypeOf(bus.find).returns.resolves.toEqualTypeOf<CommandRecord | null>();
  expectTypeOf(bus.listMisuses).returns.resolves.toEqualTypeOf<Misuse[]>();
  expect(bus).toBeInstanceOf(CommandBus);
});

test("CB-3 the answers about asynchronous commands are typed, and an action may complete and purge", () => {
  expectTypeOf(bus.begin).returns.resolves.toEqualTypeOf<Settlement>();
  expectTypeOf(bus.complete).returns.resolves.toEqualTypeOf<Completion>();
  expectTypeOf<GenericActionCtx<GenericDataModel>>().toExtend<Parameters<typeof bus.complete>[0]>();
  expectTypeOf<GenericActionCtx<GenericDataModel>>().toExtend<Parameters<typeof bus.purge>[0]>();
  expect(bus.complete).toBeTypeOf("function");
});

test("CB-4 a status and a page are typed, and their validators are there for the app's own queries", () => {
  expectTypeOf(bus.status).returns.resolves.toEqualTypeOf<CommandStatus>();
  expectTypeOf(bus.listByCorrelation).returns.resolves.toEqualTypeOf<CorrelationPage>();
  expectTypeOf<Infer<typeof vCommandStatus>>().toEqualTypeOf<CommandStatus>();
  expect([vCommandStatus.kind, vCorrelationPage.kind]).toEqual(["union", "object"]);
});
