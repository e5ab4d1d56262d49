import type { Closing } from "@convex-es/platform-store";
import { describe, expect, expectTypeOf, test } from "vitest";
import { Account } from "../../test/bank.js";
import { api, as, failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { Parcel } from "../../test/parcel.js";
import { platform } from "../../test/platform.js";
import { DeclarationError } from "../base/infrastructureError.js";

const accounts = platform.repository(Account);
const ann = { id: "ann", tenant: "", roles: [] };
const bob = { id: "bob", tenant: "north", roles: [] };

/** Accounts "a" (version 2) and "b" of no tenant, and "a" of the tenant "north". */
async function withAccounts(): Promise<App> {
  const t = initConvexTest();
  await as(t, ann).mutation(api.openAccount, { accountId: "a", owner: "ann" });
  await as(t, ann).mutation(api.makeDeposit, { accountId: "a", cents: 5 });
  await as(t, ann).mutation(api.openAccount, { accountId: "b", owner: "ann" });
  await as(t, bob).mutation(api.openAccount, { accountId: "a", owner: "bob" });
  return t;
}
const ofAnn = { id: "a", version: 2, state: { owner: "ann", cents: 5, closed: false } };

describe("load", () => {
  test("AG-5 loads an aggregate with its version and state", async () => {
    const t = await withAccounts();
    expect(await as(t, ann).query((ctx) => accounts.load(ctx, "a"))).toEqual(ofAnn);
  });

  test("AG-5 an aggregate without events is NOT_FOUND, naming it", async () => {
    const t = await withAccounts();
    const failure = await failureOf(as(t, ann).query((ctx) => accounts.load(ctx, "c")));
    expect(failure).toMatchObject({ code: "NOT_FOUND", message: 'Account "c" does not exist.' });
  });

  test("AG-5 works in mutations and sees what they have written", async () => {
    const t = await withAccounts();
    const seen = await as(t, ann).mutation(async (ctx) => {
      await ctx.runMutation(api.depositAs, { actor: ann, args: { accountId: "a", cents: 7 } });
      return await accounts.load(ctx, "a");
    });
    expect(seen).toMatchObject({ version: 3, state: { cents: 12 } });
  });

  test("AG-5 costs one document", async () => {
    const t = await withAccounts();
    const used = await as(t, ann).query(async (ctx) => {
      await accounts.load(ctx, "a");
      return await ctx.meta.getTransactionMetrics();
    });
    expect(used.documentsRead.used).toBe(1);
  });
});

describe("tryLoad, exists, loadMany", () => {
  test("AG-5 tryLoad is the aggregate, or null for one without events", async () => {
    const t = await withAccounts();
    expect(await as(t, ann).query((ctx) => accounts.tryLoad(ctx, "a"))).toEqual(ofAnn);
    expect(await as(t, ann).query((ctx) => accounts.tryLoad(ctx, "c"))).toBeNull();
  });

  test("AG-5 exists tells whether an aggregate has events", async () => {
    const t = await withAccounts();
    const exist = (id: string) => as(t, ann).query((ctx) => accounts.exists(ctx, id));
    expect([await exist("a"), await exist("c")]).toEqual([true, false]);
  });

  test("AG-5 loadMany keeps the order of the ids, with null for those without events", async () => {
    const t = await withAccounts();
    const many = await as(t, ann).query((ctx) => accounts.loadMany(ctx, ["b", "c", "a", "b"]));
    expect(many.map((one) => one?.id ?? null)).toEqual(["b", null, "a", "b"]);
    expect(many[2]).toEqual(ofAnn);
    expect(await as(t, ann).query((ctx) => accounts.loadMany(ctx, []))).toEqual([]);
  });
});

describe("tenants", () => {
  test("AG-5 callers see the aggregates of their own tenant only, also under equal ids", async () => {
    const t = await withAccounts();
    const north = as(t, bob);
    expect(await north.query((ctx) => accounts.load(ctx, "a"))).toMatchObject({
      version: 1,
      state: { owner: "bob" },
    });
    expect(await north.query((ctx) => accounts.tryLoad(ctx, "b"))).toBeNull();
    expect(await north.query((ctx) => accounts.exists(ctx, "b"))).toBe(false);
    expect(await north.query((ctx) => accounts.loadMany(ctx, ["b"]))).toEqual([null]);
  });

  test("AG-5 server code may name the tenant", async () => {
    const t = await withAccounts();
    const seen = await t.query((ctx) => accounts.load(ctx, "a", { tenant: "north" }));
    expect(seen.state.owner).toBe("bob");
  });
});

describe("stale versions", () => {
  const stale = { code: "STALE_VERSION", message: expect.stringMatching(/version 2, not.*/) };

  test("AG-5 the expected version loads", async () => {
    const t = await withAccounts();
    const options = { expectedVersion: 2 };
    expect(await as(t, ann).query((ctx) => accounts.load(ctx, "a", options))).toEqual(ofAnn);
    expect(await as(t, ann).query((ctx) => accounts.tryLoad(ctx, "a", options))).toEqual(ofAnn);
    expect(
      await as(t, ann).query((ctx) => accounts.tryLoad(ctx, "c", { expectedVersion: 0 })),
    ).toBeNull();
  });

  test.each([0, 1, 3])("AG-5 version %i of an aggregate at 2 is STALE_VERSION", async (version) => {
    const t = await withAccounts();
    const options = { expectedVersion: version };
    expect(
      await failureOf(as(t, ann).query((ctx) => accounts.load(ctx, "a", options))),
    ).toMatchObject(stale);
    expect(
      await failureOf(as(t, ann).query((ctx) => accounts.tryLoad(ctx, "a", options))),
    ).toMatchObject(stale);
  });

  test("AG-5 an aggregate without events is NOT_FOUND, whatever version was expected", async () => {
    const t = await withAccounts();
    const failure = failureOf(
      as(t, ann).query((ctx) => accounts.load(ctx, "c", { expectedVersion: 1 })),
    );
    expect(await failure).toMatchObject({ code: "NOT_FOUND" });
  });
});

test("AG-5 an aggregate that no context lists has no repository", () => {
  expect(() => platform.repository(Parcel)).toThrow(DeclarationError);
  expect(() => platform.repository(Parcel)).toThrow("Parcel");
});

test("AG-5 what is loaded has the type of the aggregate's state", () => {
  expectTypeOf(accounts.load).returns.resolves.toEqualTypeOf<{
    id: string;
    version: number;
    state: Readonly<{ owner: string; cents: number; closed: boolean }>;
    closed?: Closing | undefined;
  }>();
  expect(Object.keys(accounts).sort()).toEqual(["exists", "load", "loadMany", "tryLoad"]);
});
