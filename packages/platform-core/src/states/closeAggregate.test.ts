import { describe, expect, test } from "vitest";
import { Account } from "../../test/bank.js";
import { initBatchApp, platform as batches, put, sendBatch } from "../../test/batchApp.js";
import {
  addedBy,
  ann,
  api,
  as,
  failureOf,
  initConvexTest,
  type App,
} from "../../test/initConvexTest.js";
import { platform } from "../../test/platform.js";

const closedAt = expect.any(Number) as number;
const reason = "moved to another bank";
const rejected = { status: "rejected", code: "STREAM_CLOSED", details: { reason, closedAt } };

/** The account "a" of Ann, closed at version 1. */
async function withClosed(): Promise<App> {
  const t = initConvexTest();
  await as(t).mutation(api.openAccount, { accountId: "a", owner: "ann" });
  await as(t).mutation((ctx) => platform.close(ctx, Account, { id: "a", reason }));
  return t;
}

const deposit = (t: App, meta = {}) =>
  as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5, meta });

describe("a command on a closed aggregate", () => {
  test("ST-13 is rejected with the reason and the time, for good", async () => {
    const t = await withClosed();
    expect(await deposit(t)).toMatchObject(rejected);
    expect(await deposit(t)).toMatchObject(rejected);
  });

  test("ST-13 is recorded as any rejection: a repeat gets the same answer", async () => {
    const t = await withClosed();
    const first = await deposit(t, { commandId: "c-1" });
    expect(await deposit(t, { commandId: "c-1" })).toEqual(first);
  });

  test("ST-13 also one that creates, and one that returns no events", async () => {
    const t = await withClosed();
    const opened = await as(t).mutation(api.openAccount, { accountId: "a", owner: "ann" });
    expect(opened).toMatchObject(rejected);
    const nothing = await as(t).mutation(api.depositAll, { accountId: "a", amounts: [] });
    expect(nothing).toMatchObject(rejected);
  });

  test("ST-13 also one that expects another version", async () => {
    const t = await withClosed();
    expect(await deposit(t, { expectedVersion: 7 })).toMatchObject(rejected);
  });

  test("ST-13 also in a batch", async () => {
    const t = await initBatchApp();
    await as(t).mutation((ctx) => batches.close(ctx, Account, { id: "a", reason }));
    expect(await sendBatch(t, { items: [put(1)], meta: { commandId: "b-1" } })).toMatchObject({
      status: "rejected",
      details: { index: 0, outcome: { status: "rejected", code: "STREAM_CLOSED" } },
    });
  });

  test("ST-13 writes what any rejected command does", async () => {
    const t = await withClosed();
    const refused = await addedBy(t, () => deposit(t));
    const unknown = await addedBy(t, () =>
      as(t).mutation(api.makeDeposit, { accountId: "nobody", cents: 5 }),
    );
    expect(unknown.outcome).toMatchObject({ code: "NOT_FOUND" });
    expect(refused.added).toEqual(unknown.added);
  });
});

describe("closing", () => {
  test("ST-13 keeps state and history readable", async () => {
    const t = await withClosed();
    const found = await as(t).query((ctx) => platform.repository(Account).load(ctx, "a"));
    expect(found).toMatchObject({
      version: 1,
      state: { owner: "ann" },
      closed: { reason, closedAt },
    });
    const { events } = await as(t).query((ctx) => platform.history(ctx, Account, { id: "a" }));
    expect(events).toHaveLength(1);
  });

  test("ST-13 a second time changes nothing and tells the first reason", async () => {
    const t = await withClosed();
    const again = await as(t).mutation((ctx) =>
      platform.close(ctx, Account, { id: "a", reason: "another one" }),
    );
    expect(again).toEqual({ status: "alreadyClosed", version: 1, reason, closedAt });
  });

  test("ST-13 an aggregate without events is NOT_FOUND, one at another version STALE_VERSION", async () => {
    const t = initConvexTest();
    await as(t).mutation(api.openAccount, { accountId: "a", owner: "ann" });
    const close = (id: string, expectedVersion?: number) =>
      failureOf(
        as(t).mutation((ctx) => platform.close(ctx, Account, { id, reason, expectedVersion })),
      );
    expect(await close("b")).toMatchObject({ code: "NOT_FOUND" });
    expect(await close("a", 4)).toMatchObject({ code: "STALE_VERSION" });
    expect(await deposit(t)).toMatchObject({ status: "executed" });
  });

  test("ST-13 needs a signed-in actor, or a tenant and who closes", async () => {
    const t = initConvexTest();
    await as(t).mutation(api.openAccount, { accountId: "a", owner: "ann" });
    const close = (options: object) =>
      t.mutation((ctx) => platform.close(ctx, Account, { id: "a", reason, ...options }));
    expect(await failureOf(close({}))).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await failureOf(close({ tenant: "" }))).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await close({ tenant: "", by: ann.id })).toMatchObject({ status: "closed" });
  });

  test("ST-13 reads two documents and writes two", async () => {
    const t = initConvexTest();
    await as(t).mutation(api.openAccount, { accountId: "a", owner: "ann" });
    const { documentsRead, documentsWritten } = await as(t).mutation(async (ctx) => {
      await platform.close(ctx, Account, { id: "a", reason });
      return await ctx.meta.getTransactionMetrics();
    });
    expect([documentsRead.used, documentsWritten.used]).toEqual([2, 2]);
  });
});
