import { describe, expect, test } from "vitest";
import { fn, initBatchApp, platform, queryOf } from "../../test/batchApp.js";
import { addedBy, ann, as, failureOf, type App } from "../../test/initConvexTest.js";
import { wiringOf } from "../platform/createPlatform.js";

const bus = wiringOf(platform).runtime.stores.of("bank").commands;
const statusOf = (t: App, commandId: string, actor: unknown = ann) =>
  as(t, actor).query(queryOf("app:status"), { commandId });
const deposit = (t: App, commandId: string, more: object = {}) =>
  as(t).mutation(fn("app:deposit"), { accountId: "a", cents: 5, meta: { commandId }, ...more });
const unknown = { status: "unknown" };

describe("the status of a command", () => {
  test("CB-4 tells its caller status, outcome, events, timing and causes", async () => {
    const t = await initBatchApp();
    const outcome = (await deposit(t, "c-1")) as { version: number; events: unknown[] };
    const { version, events } = outcome;
    expect(await statusOf(t, "c-1")).toMatchObject({
      ...{ status: "executed", commandId: "c-1", type: "bank.deposit", actorId: "ann" },
      ...{ correlationId: "c-1", causationId: null, events },
      outcome: { status: "executed", version },
      timing: { startedAt: expect.any(Number) as number, durationMs: expect.any(Number) as number },
    });
  });

  test("CB-4 tells of a rejection with its code", async () => {
    const t = await initBatchApp();
    await deposit(t, "c-1", { accountId: "none" });
    expect(await statusOf(t, "c-1")).toMatchObject({
      status: "rejected",
      outcome: { code: "NOT_FOUND" },
    });
  });

  test("CB-4 can be subscribed to: it is a query that reads one document and writes none", async () => {
    const t = await initBatchApp();
    const { outcome, added } = await addedBy(t, () => statusOf(t, "c-1"));
    expect([outcome, added]).toEqual([unknown, {}]);
  });

  test("CB-3 an id under which nothing was committed is unknown", async () => {
    const t = await initBatchApp();
    await deposit(t, "c-1", { cents: -1 });
    expect(await statusOf(t, "c-1")).toEqual(unknown);
    expect(await statusOf(t, "no such id")).toEqual(unknown);
  });

  test.each([
    ["another caller", { ...ann, id: "bob" }],
    ["the same id in another tenant", { ...ann, tenant: "acme" }],
  ])("CB-3 to %s it is unknown", async (_who, actor) => {
    const t = await initBatchApp();
    await deposit(t, "c-1");
    expect(await statusOf(t, "c-1", actor)).toEqual(unknown);
  });

  test("CB-3 to nobody in particular it is unknown", async () => {
    const t = await initBatchApp();
    await deposit(t, "c-1");
    expect(await t.query(queryOf("app:status"), { commandId: "c-1" })).toEqual(unknown);
  });
});

describe("a command id whose work outlives its mutation", () => {
  const begin = async (t: App) => {
    const attempt = { tenant: "", commandId: "c-1", type: "bank.deposit", actorId: "ann" };
    const { fingerprint } = await import("@convex-es/platform-bus");
    const print = fingerprint({ accountId: "a", cents: 5 });
    const causes = { correlationId: "k", causationId: null, startedAt: Date.now() };
    await t.mutation((ctx) =>
      bus.begin(ctx, {
        ...{ ...attempt, ...causes, fingerprint: print },
        deadline: Date.now() + 60_000,
      }),
    );
  };

  test("CB-3 is pending: its status says so, and sending it again is worth a retry", async () => {
    const t = await initBatchApp();
    await begin(t);
    expect(await statusOf(t, "c-1")).toMatchObject({ status: "pending" });
    const failure = await failureOf(deposit(t, "c-1"));
    expect(failure).toMatchObject({ code: "COMMAND_PENDING", retryable: true });
  });

  test("CB-3 that came to nothing is failed: sending it again says so and runs nothing", async () => {
    const t = await initBatchApp();
    await begin(t);
    const outcome = {
      ...{ status: "failed" as const, code: "GAVE_UP" },
      ...{ message: "Too late.", details: null },
    };
    await t.mutation((ctx) => bus.complete(ctx, { tenant: "", commandId: "c-1", outcome }));
    expect(await statusOf(t, "c-1")).toMatchObject({ status: "failed", outcome });
    const failure = await failureOf(deposit(t, "c-1"));
    expect(failure).toMatchObject({ code: "COMMAND_FAILED", retryable: false });
    expect(failure.message).toMatch(/GAVE_UP: Too late\. .*under a new id/);
  });
});
