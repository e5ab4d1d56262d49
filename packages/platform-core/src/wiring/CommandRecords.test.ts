import { register as registerBus } from "@convex-es/platform-bus/test";
import { CommandBus, fingerprint } from "@convex-es/platform-bus";
import type { ComponentApi as BusApi } from "@convex-es/platform-bus/_generated/component.js";
import { componentsGeneric } from "convex/server";
import { expect, test } from "vitest";
import { bank, deposit, openAccount } from "../../test/bank.js";
import { added, ann, dump, initConvexTest, type App } from "../../test/initConvexTest.js";
import schema from "../../test/schema.js";
import { createPlatform, type PlatformComponents } from "../platform/createPlatform.js";

const components = componentsGeneric() as unknown as PlatformComponents & { commandBus: BusApi };
const bus = new CommandBus(components.commandBus);
const wired = (earlierRecords?: BusApi) =>
  createPlatform(components, { schema, contexts: [bank], actor: () => ann, earlierRecords });
const platform = wired(components.commandBus);

const args = { accountId: "a", cents: 5 };
const first = {
  ...{ tenant: "", commandId: "c-1", type: "bank.deposit", fingerprint: fingerprint(args) },
  ...{ actorId: "ann", correlationId: "k-1", causationId: null, startedAt: 0 },
};
const keyOf = (commandId: string) => ({ tenant: "", commandId });
const outcome = {
  ...{ status: "executed" as const, version: 2, position: null },
  events: [{ id: "Account:a:2", type: "MoneyDeposited", version: 2 }],
};

/** An app whose records were kept in the component commandBus: one command, and a misuse of its id. */
async function upgraded(): Promise<App> {
  const t = initConvexTest();
  registerBus(t);
  await t.mutation((ctx) => bus.record(ctx, { ...first, outcome }));
  const { tenant, commandId, fingerprint: print, actorId } = first;
  const attempt = { tenant, commandId, fingerprint: print, actorId, type: "bank.other" };
  await t.mutation((ctx) => bus.settle(ctx, attempt));
  const open = { actor: ann, args: { accountId: "a", owner: "o" } };
  await t.mutation((ctx) => platform.execute(ctx, openAccount, open));
  return t;
}

const sendAgain = (t: App, via = platform) =>
  t.mutation((ctx) => via.execute(ctx, deposit, { actor: ann, args, meta: { commandId: "c-1" } }));
const statusOf = (t: App, via = platform) =>
  t.withIdentity({ subject: "ann" }).query((ctx) => via.trace(ctx, { correlationId: "k-1" }));

test("CB-1 a command recorded before stores kept their records is answered, not executed again", async () => {
  const t = await upgraded();
  const before = await dump(t);
  expect(await sendAgain(t)).toEqual({ ...outcome, commandId: "c-1" });
  expect(added(before, await dump(t))).toEqual({});
  expect((await statusOf(t)).roots).toMatchObject([{ id: "c-1", status: "executed" }]);
});

test("CB-1 moved to the store, it is answered there, and its misuses are kept", async () => {
  const t = await upgraded();
  const moved = await t.mutation((ctx) => platform.moveRecords(ctx));
  expect(moved).toEqual({ moved: 2, isDone: true });
  const alone = wired();
  expect(await sendAgain(t, alone)).toEqual({ ...outcome, commandId: "c-1" });
  expect((await statusOf(t, alone)).roots).toMatchObject([{ id: "c-1", status: "executed" }]);
  expect((await dump(t))["eventStore.misuses"]).toMatchObject([{ type: "bank.other" }]);
  expect(await t.query((ctx) => bus.status(ctx, keyOf("c-1")))).toEqual({ status: "unknown" });
  expect(await t.mutation((ctx) => platform.moveRecords(ctx))).toEqual({ moved: 0, isDone: true });
});

test("CB-1 without the earlier records named, its repeat is a new command", async () => {
  const t = await upgraded();
  expect(await sendAgain(t, wired())).toMatchObject({
    status: "executed",
    events: [{ version: 2 }],
  });
});

test("CB-1 records move 200 at a time, pending ones stay, and any is answered all the while", async () => {
  const t = initConvexTest();
  registerBus(t);
  await t.mutation(async (ctx) => {
    for (let n = 0; n < 230; n++) {
      await bus.record(ctx, { ...first, commandId: `c-${n}`, outcome });
    }
    await bus.begin(ctx, { ...first, commandId: "p-1", deadline: Date.now() + 60_000 });
  });
  const batch = () => t.mutation((ctx) => platform.moveRecords(ctx));
  expect(await batch()).toEqual({ moved: 200, isDone: false });
  const sent = { actor: ann, args, meta: { commandId: "c-229" } };
  expect(await t.mutation((ctx) => platform.execute(ctx, deposit, sent))).toMatchObject(outcome);
  expect(await batch()).toEqual({ moved: 30, isDone: true });
  expect(await t.query((ctx) => bus.status(ctx, keyOf("p-1")))).toMatchObject({
    status: "pending",
  });
});
