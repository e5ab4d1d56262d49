import type { FunctionReturnType, PaginationResult } from "convex/server";
import fc from "fast-check";
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { api, as, initConvexTest, withAccount, type App } from "../../test/initConvexTest.js";

async function withAccounts(balances: Record<string, number>): Promise<App> {
  const t = initConvexTest();
  for (const [accountId, cents] of Object.entries(balances)) {
    await as(t).mutation(api.openAccount, { accountId, owner: "owner" });
    await as(t).mutation(api.depositAll, { accountId, amounts: [cents] });
  }
  return t;
}

type Row = { key: string; owner: string; cents: number };

describe("a reader", () => {
  test("PR-10 gets a row by key, with its key and without the platform's columns", async () => {
    const t = await withAccount(10);
    const row = await as(t).query(api.getBalance, { key: "a" });
    expect(row).toStrictEqual({ key: "a", owner: "owner", cents: 10 });
    expectTypeOf(row).toEqualTypeOf<Row | null>();
  });

  test("PR-10 gets null for a key without a row", async () => {
    expect(await as(initConvexTest()).query(api.getBalance, { key: "none" })).toBeNull();
  });

  test("PR-10 lists by an index, narrowed and ordered", async () => {
    const t = await withAccounts({ a: 1, b: 3, c: 2, d: 4 });
    const rows = await as(t).query(api.balancesOfOwner, { owner: "owner", atLeast: 2 });
    expect(rows.map(({ key, cents }) => [key, cents])).toEqual([
      ["d", 4],
      ["b", 3],
      ["c", 2],
    ]);
    expectTypeOf(rows).toEqualTypeOf<Row[]>();
  });

  test.each([
    [-1, 1],
    [0, 1],
    [Number.NaN, 1],
    [0.5, 1],
    [2.9, 2],
    [3, 3],
    [1_000_000, 4],
    [Number.POSITIVE_INFINITY, 4],
    [undefined, 4],
  ])("PR-10 clamps a limit of %s: %i of 4 rows", async (limit, found) => {
    const t = await withAccounts({ a: 1, b: 3, c: 2, d: 4 });
    const args = { owner: "owner", atLeast: 0, ...(limit === undefined ? {} : { limit }) };
    expect(await as(t).query(api.balancesOfOwner, args)).toHaveLength(found);
  });

  test("PR-10 returns pages of the table's rows, typed", () => {
    type Page = FunctionReturnType<typeof api.balancesByOwner>;
    expectTypeOf<Page>().toEqualTypeOf<PaginationResult<Row>>();
    expect(api.balancesByOwner).toBeDefined();
  });
});

describe("pages", () => {
  const app = { t: initConvexTest() };
  const keys = Array.from({ length: 23 }, (_, n) => `k${String(n).padStart(2, "0")}`);

  beforeAll(async () => {
    app.t = await withAccounts(Object.fromEntries(keys.map((key) => [key, 1])));
  });

  const page = (numItems: number, cursor: string | null) =>
    as(app.t).query(api.balancesByOwner, { owner: "owner", paginationOpts: { numItems, cursor } });

  test("PR-10 of any size show every row once, in order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (size) => {
        const seen: string[] = [];
        for (let cursor: string | null = null; ;) {
          const result: PaginationResult<Row> = await page(size, cursor);
          seen.push(...result.page.map(({ key }) => key));
          cursor = result.continueCursor;
          if (result.isDone) break;
        }
        expect(seen).toEqual(keys);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  test.each([
    [-5, 1],
    [0, 1],
    [Number.NaN, 1],
    [1e9, 23],
  ])("PR-10 have a clamped size: %s asked, %i given", async (size, given) => {
    expect((await page(size, null)).page).toHaveLength(given);
  });

  test("PR-10 of a view come in the order of keys", async () => {
    const paginationOpts = { numItems: 5, cursor: null };
    const { page: rows } = await as(app.t).query(api.pageBalances, { paginationOpts });
    expect(rows.map(({ key }) => key)).toEqual(keys.slice(0, 5));
  });
});

test("PR-10 a list is never longer than 500 rows", async () => {
  const t = initConvexTest();
  await t.run(async (ctx) => {
    const own = { tenant: "", generation: 0, owner: "owner", cents: 1 };
    for (let n = 0; n < 510; n++) await ctx.db.insert("balances", { ...own, key: `k${n}` });
  });
  const all = await as(t).query(api.balancesOfOwner, { owner: "owner", atLeast: 0, limit: 510 });
  expect(all).toHaveLength(500);
  const few = await as(t).query(api.balancesOfOwner, { owner: "owner", atLeast: 0 });
  expect(few).toHaveLength(100);
});
