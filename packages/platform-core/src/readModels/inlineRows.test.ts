import { describe, expect, test } from "vitest";
import { Account } from "../../test/bank.js";
import {
  ann,
  api,
  as,
  dump,
  failureOf,
  initConvexTest,
  stored,
  withAccount,
  withTrap,
  type App,
} from "../../test/initConvexTest.js";

const balance = (t: App, key = "a") => as(t).query(api.getBalance, { key });

describe("inline rows", () => {
  test("PR-2 follow the command in its own transaction", async () => {
    const t = await withAccount(100);
    expect(await balance(t)).toEqual({ key: "a", owner: "owner", cents: 100 });
    await as(t).mutation(api.withdraw, { accountId: "a", cents: 30 });
    expect(await balance(t)).toEqual({ key: "a", owner: "owner", cents: 70 });
  });

  test("PR-2 take in every event of a command, in order, with one write", async () => {
    const t = await withAccount(0);
    await as(t).mutation(api.depositAll, { accountId: "a", amounts: [1, 2, 3] });
    expect(await balance(t)).toMatchObject({ cents: 6 });
    const rows = (await dump(t))[".balances"];
    expect(rows).toHaveLength(1);
  });

  test("PR-2 see no event twice: a repeat changes nothing", async () => {
    const t = await withAccount(0);
    const meta = { commandId: "c-1" };
    await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5, meta });
    await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5, meta });
    expect(await balance(t)).toMatchObject({ cents: 5 });
  });

  test("PR-2 stay as they are after a rejection", async () => {
    const t = await withAccount(10);
    await as(t).mutation(api.withdraw, { accountId: "a", cents: 11 });
    expect(await balance(t)).toMatchObject({ cents: 10 });
  });

  test("PR-2 stay as they are, like the events, when a handler of another read model throws", async () => {
    const t = await withTrap();
    const before = await dump(t);
    const call = as(t).mutation(api.springTrap, { trapId: "t", fault: "handler throws" });
    expect(await failureOf(call)).toMatchObject({
      code: "PROJECTION_FAILED",
      message: "The handler of pits for TrapSprung failed: broken in a handler",
    });
    expect(await dump(t)).toEqual(before);
  });

  test("PR-1 a handler that returns null deletes the row", async () => {
    const t = await withAccount();
    const teller = as(t, { ...ann, roles: ["teller"] });
    await teller.mutation(api.closeAccount, { accountId: "a" });
    expect(await balance(t)).toBeNull();
    expect((await dump(t))[".balances"]).toEqual([]);
  });

  test("PR-1 after a deletion the next event starts from the initial row", async () => {
    const t = await withAccount();
    await as(t, { ...ann, roles: ["teller"] }).mutation(api.closeAccount, { accountId: "a" });
    await as(t).mutation(api.depositAll, { accountId: "a", amounts: [5] });
    expect(await balance(t)).toEqual({ key: "a", owner: "", cents: 5 });
  });

  test("PR-1 an event without a handler leaves a row as it is", async () => {
    const t = await withAccount(0);
    expect((await dump(t))[".movements"]).toEqual([]);
  });

  test("PR-1 a key may be a function of the event: one row per key", async () => {
    const t = await withAccount(10);
    await as(t).mutation(api.depositAll, { accountId: "a", amounts: [1, 2] });
    await as(t).mutation(api.withdraw, { accountId: "a", cents: 1 });
    expect(await as(t).query(api.allMovements, {})).toMatchObject([
      { key: "a/MoneyDeposited", kind: "MoneyDeposited", count: 3 },
      { key: "a/MoneyWithdrawn", kind: "MoneyWithdrawn", count: 1 },
    ]);
  });

  test("PR-1 a handler is given the event as it is stored", async () => {
    const t = await withAccount(0);
    const meta = { commandId: "c-1", correlationId: "trace" };
    await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5, meta });
    const [row] = await as(t).query(api.allMovements, {});
    const given = JSON.parse(row!.last!) as Record<string, unknown>;
    const { events } = await stored(t, { aggregate: Account, id: "a" });
    expect(events.at(-1)).toMatchObject(given);
    expect(given).toMatchObject({
      type: "MoneyDeposited",
      streamId: "a",
      version: 2,
      actor: "ann",
    });
    expect(given).toMatchObject({ correlationId: "trace", causationId: "c-1", tenant: "" });
  });

  test("PR-1 a row that stays equal is not written", async () => {
    const t = await withAccount(10);
    const [before] = (await dump(t))[".balances"]!;
    await as(t).mutation(api.depositAll, { accountId: "a", amounts: [0] });
    expect((await dump(t))[".balances"]).toEqual([before]);
  });

  test("PR-1 aggregates of one type have rows of their own", async () => {
    const t = await withAccount(10);
    await as(t).mutation(api.openAccount, { accountId: "b", owner: "other" });
    expect([await balance(t, "a"), await balance(t, "b")]).toMatchObject([
      { cents: 10 },
      { owner: "other", cents: 0 },
    ]);
  });
});

describe("generations", () => {
  const serve = (t: App, generation: number) =>
    t.run((ctx) => ctx.db.insert("projectionGenerations", { projection: "balances", generation }));

  test("PR-10 without an entry generation 0 is written and served", async () => {
    const t = await withAccount(10);
    expect((await dump(t))[".balances"]).toMatchObject([{ generation: 0 }]);
  });

  test("PR-10 readers see the active generation only", async () => {
    const t = await withAccount(10);
    await serve(t, 3);
    expect(await balance(t)).toBeNull();
    const owner = { owner: "owner", atLeast: 0 };
    expect(await as(t).query(api.balancesOfOwner, owner)).toEqual([]);
  });

  test("PR-10 commands write the active generation only", async () => {
    const t = initConvexTest();
    await serve(t, 3);
    await as(t).mutation(api.openAccount, { accountId: "a", owner: "o" });
    expect((await dump(t))[".balances"]).toMatchObject([{ generation: 3 }]);
    expect(await balance(t)).toMatchObject({ owner: "o" });
  });
});
