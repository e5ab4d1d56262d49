import { describe, expect, test } from "vitest";
import { Account, accountEvents } from "../../test/bank.js";
import { api, as, failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { platform } from "../../test/platform.js";
import { wiringOf } from "../platform/createPlatform.js";
import { loadAggregate } from "./loadAggregate.js";

const store = wiringOf(platform).runtime.stores.of("bank");
const target = { aggregate: Account, tenant: "", id: "a" };
const load = (t: App) => t.query((ctx) => loadAggregate(ctx, store, target));

type Given = { count: number; first?: boolean; shape?: number; value?: unknown };

/** Appends as another program would: events, and a state of its own choice or none. */
const append = (t: App, { count, first = true, shape, value }: Given) =>
  t.mutation(async (ctx) => {
    const opened = accountEvents.AccountOpened({ accountId: "a", owner: "o" });
    const paid = accountEvents.MoneyDeposited({ accountId: "a", cents: 1 });
    const events = Array.from({ length: count }, (_, n) => (first && n === 0 ? opened : paid));
    await store.append(ctx, {
      tenant: "",
      metadata: { actor: "importer", correlationId: "i", causationId: "i" },
      streams: [
        {
          streamType: "Account",
          streamId: "a",
          expected: "any",
          events: events.map((event) => ({
            ...event,
            schemaVersion: 1,
            category: "domain" as const,
            context: "bank",
            tags: [],
            occurredAt: 0,
          })),
          ...(shape === undefined ? {} : { state: { shape, value } }),
        },
      ],
    });
  });

describe("loading", () => {
  test("AG-3 an aggregate without events has version 0 and the initial state", async () => {
    expect(await load(initConvexTest())).toEqual({ version: 0, state: Account.initial });
  });

  test("AG-4 costs one document, whatever the stream's length", async () => {
    const t = initConvexTest();
    await as(t).mutation(api.openAccount, { accountId: "a", owner: "o" });
    await as(t).mutation(api.depositAll, { accountId: "a", amounts: Array<number>(400).fill(1) });
    const used = await t.query(async (ctx) => {
      await loadAggregate(ctx, store, target);
      return await ctx.meta.getTransactionMetrics();
    });
    expect(used.documentsRead.used).toBe(1);
  });

  test("AG-4 a state that is missing is rebuilt from the events, over several pages", async () => {
    const t = initConvexTest();
    for (let n = 0; n < 3; n++) await append(t, { count: 400, first: n === 0 });
    expect(await load(t)).toEqual({
      version: 1200,
      state: { owner: "o", cents: 1199, closed: false },
    });
  });

  test("AG-4 a command on an aggregate without a stored state decides on the rebuilt one", async () => {
    const t = initConvexTest();
    await append(t, { count: 11 });
    const outcome = await as(t).mutation(api.withdraw, { accountId: "a", cents: 10 });
    expect(outcome).toMatchObject({ status: "executed", version: 12 });
    expect(await load(t)).toMatchObject({ version: 12, state: { cents: 0 } });
  });

  test("AG-4 a state of a newer shape is never decided upon", async () => {
    const t = initConvexTest();
    await append(t, { count: 1, shape: 2, value: { balance: 1 } });
    const failure = await failureOf(as(t).mutation(api.makeDeposit, { accountId: "a", cents: 1 }));
    expect(failure).toMatchObject({
      code: "STATE_FROM_THE_FUTURE",
      message: expect.stringContaining("shape 2"),
      retryable: false,
    });
  });

  test("AG-4 a fold longer than one transaction holds is FOLD_TOO_LONG", async () => {
    const t = initConvexTest();
    for (let n = 0; n < 11; n++) await append(t, { count: 500, first: n === 0 });
    expect(await failureOf(load(t))).toMatchObject({ code: "FOLD_TOO_LONG", retryable: false });
  }, 60_000);
});
