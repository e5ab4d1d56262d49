import { describe, expect, expectTypeOf, test } from "vitest";
import { Account, bank } from "../../../test/bank.js";
import { fn, initBatchApp, modules, put, sendBatch, take } from "../../../test/batchApp.js";
import { addedBy, as, dump, failureOf, stored, type App } from "../../../test/initConvexTest.js";
import { wiringOf } from "../../platform/createPlatform.js";
import { platform } from "../../../test/batchApp.js";
import type { BatchArgs, BatchItem } from "./BatchOutcome.js";

const { stores } = wiringOf(platform).runtime;
const bus = stores.of("bank").commands;
const cents = async (t: App) => {
  const { state } = await stored(t, { aggregate: Account, id: "a" });
  return (state as { cents: number }).cents;
};
const meta = { commandId: "b-1" };
const statusOf = (t: App, commandId: string) =>
  t.query((ctx) => bus.status(ctx, { tenant: "", commandId }));
const close = { command: "closeAccount" as const, args: { accountId: "a" } };

describe("all or nothing", () => {
  test("CB-6 executes every item and reports each with its own command id", async () => {
    const t = await initBatchApp();
    const outcome = await sendBatch(t, { items: [put(1), take(2)], meta });
    expect(outcome).toMatchObject({
      status: "executed",
      commandId: "b-1",
      position: { commitTs: expect.any(BigInt) as bigint, store: "eventStore" },
      items: [
        {
          status: "executed",
          commandId: "b-1:0",
          version: 3,
          events: [{ type: "MoneyDeposited" }],
        },
        {
          status: "executed",
          commandId: "b-1:1",
          version: 4,
          events: [{ type: "MoneyWithdrawn" }],
        },
      ],
    });
    expect(await cents(t)).toBe(99);
  });

  test("CB-6 its position is that of its last event", async () => {
    const t = await initBatchApp();
    const outcome = await sendBatch(t, { items: [put(1), take(2)], meta });
    const { events } = await t.query((ctx) => stores.of("bank").readLog(ctx, { limit: 100 }));
    expect(outcome).toMatchObject({ position: events.at(-1)?.position });
  });

  test("CB-6 the first rejection rolls all of it back", async () => {
    const t = await initBatchApp();
    const { outcome, added } = await addedBy(t, () =>
      sendBatch(t, { items: [put(1), take(1_000), put(2)], meta }),
    );
    expect(outcome).toMatchObject({
      status: "rejected",
      commandId: "b-1",
      code: "BATCH_ITEM_REJECTED",
      details: { index: 1, outcome: { status: "rejected", code: "INSUFFICIENT_FUNDS" } },
    });
    expect([await cents(t), added]).toEqual([100, { "eventStore.commands": 1 }]);
  });

  test("CB-6 the batch is recorded as rejected with the index and outcome of that item", async () => {
    const t = await initBatchApp();
    await sendBatch(t, { items: [put(1), take(1_000)], meta });
    expect(await statusOf(t, "b-1")).toMatchObject({
      status: "rejected",
      type: "bank:batch",
      outcome: {
        code: "BATCH_ITEM_REJECTED",
        details: { index: 1, outcome: { code: "INSUFFICIENT_FUNDS", commandId: "b-1:1" } },
      },
    });
    expect(await statusOf(t, "b-1:0")).toEqual({ status: "unknown" });
  });

  test("CB-6 a refused item refuses the batch, which leaves nothing behind and its id free", async () => {
    const t = await initBatchApp();
    const { outcome, added } = await addedBy(t, () =>
      sendBatch(t, { items: [put(1), close], meta }),
    );
    expect(outcome).toMatchObject({ status: "refused", code: "FORBIDDEN", item: 1 });
    expect(added).toEqual({});
    expect(await sendBatch(t, { items: [put(1)], meta })).toMatchObject({ status: "executed" });
  });

  test("CB-6 an item that cannot be (input) refuses the batch", async () => {
    const t = await initBatchApp();
    const outcome = await sendBatch(t, { items: [put(1), put(-1)], meta });
    expect(outcome).toMatchObject({ status: "refused", code: "INVALID_INPUT", item: 1 });
    expect(await cents(t)).toBe(100);
  });

  test("CB-6 a later item sees what earlier ones did", async () => {
    const t = await initBatchApp();
    expect(await sendBatch(t, { items: [put(900), take(1_000)] })).toMatchObject({
      status: "executed",
    });
  });

  test("CB-6 an item may expect a version", async () => {
    const t = await initBatchApp();
    const outcome = await sendBatch(t, { items: [{ ...put(1), expectedVersion: 7 }] });
    expect(outcome).toMatchObject({ details: { outcome: { code: "STALE_VERSION" } } });
  });
});

describe("partial", () => {
  const partial = { mode: "partial" as const, meta };

  test("CB-6 reports each item as executed or rejected", async () => {
    const t = await initBatchApp();
    const outcome = await sendBatch(t, { ...partial, items: [put(1), take(1_000), put(2)] });
    expect(outcome).toMatchObject({
      status: "executed",
      items: [
        { status: "executed", version: 3 },
        { status: "rejected", commandId: "b-1:1", code: "INSUFFICIENT_FUNDS" },
        { status: "executed", version: 4 },
      ],
    });
    expect(await cents(t)).toBe(103);
  });

  const statuses = async (rules: object) => {
    const items = [put(1), take(1_000), put(2), { ...put(1), expectedVersion: 99 }, put(3)];
    const outcome = await sendBatch(await initBatchApp(), { ...partial, ...rules, items });
    return "items" in outcome ? outcome.items.map(({ status }) => status[0]).join("") : outcome;
  };

  test.each([
    [{}, "erere"],
    [{ stopOn: ["INSUFFICIENT_FUNDS"] }, "ersss"],
    [{ stopOn: ["STALE_VERSION"] }, "erers"],
    [{ stopOn: [] }, "erere"],
    [{ continueOn: ["INSUFFICIENT_FUNDS"] }, "erers"],
    [{ continueOn: [] }, "ersss"],
    [{ continueOn: ["INSUFFICIENT_FUNDS", "STALE_VERSION"] }, "erere"],
    [{ continueOn: ["INSUFFICIENT_FUNDS"], stopOn: ["NOT_FOUND"] }, "erers"],
  ])("CB-6 %j skips what it says: %s", async (rules, expected) => {
    expect(await statuses(rules)).toBe(expected);
  });

  test("CB-6 a refused item is reported as rejected with its code, and counts for the rules", async () => {
    const items = [close, put(1)];
    const t = await initBatchApp();
    expect(await sendBatch(t, { ...partial, items, stopOn: ["FORBIDDEN"] })).toMatchObject({
      items: [{ status: "rejected", code: "FORBIDDEN" }, { status: "skipped" }],
    });
  });

  test("CB-6 an infrastructure error rolls the whole batch back", async () => {
    const t = await initBatchApp();
    const before = await dump(t);
    const broken = {
      command: "springTrap" as const,
      args: { trapId: "t", fault: "evolve throws" },
    };
    const set = { command: "setTrap" as const, args: { trapId: "t" } };
    const send = as(t).mutation(fn("app:batchOfNotes"), { items: [set, broken], ...partial });
    expect(await failureOf(send)).toMatchObject({ code: "EVOLVE_FAILED" });
    expect(await dump(t)).toEqual(before);
  });
});

describe("what is let in", () => {
  test("CB-6 a batch needs an actor unless all its commands are open", async () => {
    const t = await initBatchApp();
    const note = { command: "writeEntries" as const, args: { diaryId: "d", texts: ["x"] } };
    const set = { command: "setTrap" as const, args: { trapId: "t" } };
    const send = (items: object[]) => t.mutation(fn("app:batchOfNotes"), { items });
    expect(await sendBatch(t, { items: [put(1)] }, null)).toMatchObject({
      code: "UNAUTHENTICATED",
    });
    expect(await send([note, set])).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await send([note])).toMatchObject({ status: "executed" });
  });

  test.each([
    ["no items", { items: [] }, "items"],
    ["101 items", { items: Array(101).fill(put(1)) as [] }, "items"],
    ["stopOn in all-or-nothing", { items: [put(1)], stopOn: ["NOT_FOUND" as const] }, "stopOn"],
    ["continueOn in all-or-nothing", { items: [put(1)], continueOn: [] }, "continueOn"],
    [
      "a code that no command can end with",
      { items: [put(1)], mode: "partial" as const, stopOn: ["STRANGE" as never] },
      "stopOn",
    ],
    ["a long id", { items: [put(1)], meta: { commandId: "x".repeat(125) } }, "meta.commandId"],
    ["a wrong id", { items: [put(1)], meta: { commandId: "no spaces" } }, "meta.commandId"],
    [
      "a code in both lists",
      {
        items: [put(1)],
        mode: "partial" as const,
        stopOn: ["NOT_FOUND" as const],
        continueOn: ["NOT_FOUND" as const],
      },
      "stopOn",
    ],
  ])("CB-6 %s is INVALID_INPUT", async (_what, batch, path) => {
    const t = await initBatchApp();
    expect(await sendBatch(t, batch)).toMatchObject({
      code: "INVALID_INPUT",
      details: { issues: [{ path }] },
    });
  });

  test("CB-6 a hundred items are one batch", async () => {
    const t = await initBatchApp();
    const outcome = await sendBatch(t, { items: Array.from({ length: 100 }, () => put(1)) });
    expect([outcome.status, await cents(t)]).toEqual(["executed", 200]);
  });

  test("CB-6 items are typed as the context's commands", () => {
    type Item = BatchItem<typeof bank.commands>;
    expectTypeOf<{
      command: "deposit";
      args: { accountId: string; cents: number };
    }>().toExtend<Item>();
    expectTypeOf<{ command: "deposit"; args: { accountId: string } }>().not.toExtend<Item>();
    expectTypeOf<{ command: "unknown"; args: { accountId: string } }>().not.toExtend<Item>();
    expectTypeOf<
      NonNullable<BatchArgs<typeof bank.commands>["stopOn"]>[number]
    >().toExtend<string>();
    expectTypeOf<"STRANGE">().not.toExtend<
      NonNullable<BatchArgs<typeof bank.commands>["stopOn"]>[number]
    >();
    expect(bank.name).toBe("bank");
  });
});

test("OR-5 items and their events are caused by the batch and share its correlation", async () => {
  const t = await initBatchApp();
  await sendBatch(t, { items: [put(1)], meta: { ...meta, correlationId: "k-1" } });
  expect(await statusOf(t, "b-1:0")).toMatchObject({ correlationId: "k-1", causationId: "b-1" });
  expect(await statusOf(t, "b-1")).toMatchObject({ correlationId: "k-1", causationId: null });
  const { events } = await stored(t, { aggregate: Account, id: "a" });
  expect(events.at(-1)).toMatchObject({ correlationId: "k-1", causationId: "b-1:0" });
});

test("PK-3 a batch is run through the runtime's mutation, in the file the platform names", async () => {
  const elsewhere = { ...modules, "./platform.ts": modules["./model/wiring.ts"] };
  const { "./model/wiring.ts": _gone, ...renamed } = elsewhere;
  const t = await initBatchApp(renamed);
  expect(await failureOf(sendBatch(t, { items: [put(1)] }))).toMatchObject({
    kind: "infrastructure",
  });
});
