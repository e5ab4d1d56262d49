import { describe, expect, test } from "vitest";
import {
  addedBy,
  ann,
  api,
  as,
  dump,
  initConvexTest,
  withAccount,
  withTrap,
} from "../../test/initConvexTest.js";

const meta = { commandId: "c-1" };
const deposit = { accountId: "a", cents: 5, meta };
const bob = { ...ann, id: "bob" };

describe("a repeat", () => {
  test("CB-1 of an executed command gets the first outcome, its resolved position included", async () => {
    const t = await withAccount();
    const first = await as(t).mutation(api.makeDeposit, deposit);
    const { outcome, added } = await addedBy(t, () => as(t).mutation(api.makeDeposit, deposit));
    expect(outcome).toStrictEqual(first);
    expect(outcome).toHaveProperty("position.commitTs", expect.any(BigInt));
    expect(added).toEqual({});
  });

  test("CB-1 of a rejected command gets the first rejection, though it would be executed now", async () => {
    const t = await withAccount(1);
    const withdrawal = { accountId: "a", cents: 5, meta };
    const first = await as(t).mutation(api.withdraw, withdrawal);
    expect(first).toMatchObject({ status: "rejected", details: { balance: 1, wanted: 5 } });
    await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 100 });
    const before = await dump(t);
    expect(await as(t).mutation(api.withdraw, withdrawal)).toStrictEqual(first);
    expect(await dump(t)).toEqual(before);
  });

  test("CB-1 of a built-in rejection gets the first rejection", async () => {
    const t = await withAccount();
    const again = { accountId: "none", cents: 5, meta };
    const first = await as(t).mutation(api.makeDeposit, again);
    await as(t).mutation(api.openAccount, { accountId: "none", owner: "o" });
    expect(await as(t).mutation(api.makeDeposit, again)).toStrictEqual(first);
  });

  test("CB-1 of a command without events gets the first outcome", async () => {
    const t = await withAccount();
    const nothing = { accountId: "a", amounts: [], meta };
    const first = await as(t).mutation(api.depositAll, nothing);
    expect(first).toMatchObject({ status: "executed", position: null });
    await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 1 });
    expect(await as(t).mutation(api.depositAll, nothing)).toStrictEqual(first);
  });

  test("CB-1 runs no handler: neither load nor decide nor a projection is reached", async () => {
    const t = await withAccount();
    await t.run((ctx) => ctx.db.insert("rates", { currency: "CHF", percent: 1 }));
    const args = { accountId: "a", currency: "CHF", meta };
    const first = await as(t).mutation(api.payInterest, args);
    await t.run(async (ctx) => {
      const rate = await ctx.db.query("rates").first();
      await ctx.db.delete("rates", rate!._id);
    });
    expect(await as(t).mutation(api.payInterest, args)).toStrictEqual(first);
  });

  test("CB-1 ignores meta: another correlation or expected version is the same command", async () => {
    const t = await withAccount();
    const first = await as(t).mutation(api.makeDeposit, deposit);
    const other = { ...meta, correlationId: "other", expectedVersion: 99 };
    const again = await as(t).mutation(api.makeDeposit, { ...deposit, meta: other });
    expect(again).toStrictEqual(first);
  });

  test("CB-1 K times in a row executes once", async () => {
    const t = await withAccount(0);
    const sends = Array.from({ length: 20 }, () => as(t).mutation(api.makeDeposit, deposit));
    const [first, ...others] = await Promise.all(sends);
    for (const other of others) expect(other).toStrictEqual(first);
    expect(await as(t).query(api.getBalance, { key: "a" })).toMatchObject({ cents: 5 });
  });

  test("CB-1 a command without an id of the caller is a new one each time", async () => {
    const t = await withAccount(0);
    const anew = { accountId: "a", cents: 5 };
    const one = await as(t).mutation(api.makeDeposit, anew);
    const other = await as(t).mutation(api.makeDeposit, anew);
    expect([one, other]).toMatchObject([{ version: 2 }, { version: 3 }]);
    expect(one).toHaveProperty("commandId", expect.stringMatching(/^auto-[0-9a-f]{32}$/));
  });

  test("CB-1 a command without an id is recorded all the same", async () => {
    const t = initConvexTest();
    const { outcome, added } = await addedBy(t, () =>
      as(t).mutation(api.makeDeposit, { accountId: "none", cents: 5 }),
    );
    expect(added).toEqual({ "eventStore.commands": 1 });
    const [record] = (await dump(t))["eventStore.commands"]!;
    expect(record).toMatchObject({ commandId: (outcome as { commandId: string }).commandId });
  });
});

describe("a misuse", () => {
  const misuses: [
    what: string,
    differs: string,
    send: (t: Awaited<ReturnType<typeof withAccount>>) => Promise<unknown>,
  ][] = [
    [
      "another payload",
      "payload",
      (t) => as(t).mutation(api.makeDeposit, { ...deposit, cents: 6 }),
    ],
    [
      "another aggregate",
      "payload",
      (t) => as(t).mutation(api.makeDeposit, { ...deposit, accountId: "b" }),
    ],
    ["another type", "type", (t) => as(t).mutation(api.withdraw, deposit)],
    [
      "another context's type",
      "type",
      (t) => as(t).mutation(api.writeEntries, { diaryId: "d", texts: [], meta }),
    ],
    ["another caller", "caller", (t) => as(t, bob).mutation(api.makeDeposit, deposit)],
  ];

  test.each(misuses)(
    "CB-2 %s under a used id is refused, audited and never executed",
    async (_, differs, send) => {
      const t = await withAccount();
      const first = await as(t).mutation(api.makeDeposit, deposit);
      const { outcome, added } = await addedBy(t, () => send(t));
      expect(outcome).toMatchObject({
        status: "refused",
        code: "COMMAND_ID_REUSED",
        details: { differs },
      });
      expect(added).toEqual({ "eventStore.misuses": 1 });
      const audit = (await dump(t))["eventStore.misuses"];
      expect(audit).toMatchObject([
        { commandId: "c-1", differs, actorId: differs === "caller" ? "bob" : "ann" },
      ]);
      expect(await as(t).mutation(api.makeDeposit, deposit)).toStrictEqual(first);
    },
  );

  test("CB-3 a stranger learns nothing of the outcome", async () => {
    const t = await withAccount();
    await as(t).mutation(api.makeDeposit, deposit);
    const refusal = await as(t, bob).mutation(api.makeDeposit, deposit);
    expect(Object.keys(refusal).toSorted()).toEqual(["code", "details", "message", "status"]);
    expect(refusal).toHaveProperty("details", { differs: "caller" });
  });

  test("CB-2 the id of one tenant is free in every other", async () => {
    const t = await withAccount();
    await as(t).mutation(api.makeDeposit, deposit);
    const elsewhere = as(t, { ...ann, tenant: "acme" });
    await elsewhere.mutation(api.openAccount, { accountId: "a", owner: "o" });
    expect(await elsewhere.mutation(api.makeDeposit, deposit)).toMatchObject({
      status: "executed",
      version: 2,
    });
  });

  test("CB-2 the order of fields makes no difference", async () => {
    const t = await withAccount();
    const first = await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5, meta });
    const again = await as(t).mutation(api.makeDeposit, { cents: 5, meta, accountId: "a" });
    expect(again).toStrictEqual(first);
  });
});

describe("a refusal", () => {
  type App = Awaited<ReturnType<typeof withTrap>>;
  const refusals: [what: string, code: string, send: (t: App) => Promise<unknown>][] = [
    [
      "of the input",
      "INVALID_INPUT",
      (t) => as(t).mutation(api.springTrap, { trapId: "", fault: "", meta }),
    ],
    [
      "of an unknown caller",
      "UNAUTHENTICATED",
      (t) => t.mutation(api.springTrap, { trapId: "t", fault: "", meta }),
    ],
    [
      "by authorise",
      "FORBIDDEN",
      (t) => as(t).mutation(api.springTrap, { trapId: "t", fault: "authorise refuses", meta }),
    ],
    [
      "of a date",
      "FORBIDDEN",
      (t) =>
        as(t).mutation(api.springTrap, {
          trapId: "t",
          fault: "",
          meta: { ...meta, occurredAt: 1 },
        }),
    ],
  ];

  test.each(refusals)(
    "CB-3 %s has a typed code, is not recorded and leaves the id free",
    async (_, code, send) => {
      const t = await withTrap();
      const { outcome, added } = await addedBy(t, () => send(t));
      expect(outcome).toMatchObject({ status: "refused", code });
      expect(added).toEqual({});
      const retry = { trapId: "t", fault: "", meta };
      expect(await as(t).mutation(api.springTrap, retry)).toMatchObject({ status: "executed" });
    },
  );
});

test("CB-3 outcomes are recorded as executed and as rejected, with who, what and when", async () => {
  const t = await withAccount(0);
  await as(t).mutation(api.makeDeposit, {
    ...deposit,
    meta: { commandId: "c-1", correlationId: "trace" },
  });
  await as(t).mutation(api.withdraw, { accountId: "a", cents: 99, meta: { commandId: "c-2" } });
  const records = (await dump(t))["eventStore.commands"]!.slice(1);
  expect(records).toMatchObject([
    {
      tenant: "",
      commandId: "c-1",
      type: "bank.deposit",
      actorId: "ann",
      correlationId: "trace",
      causationId: null,
      outcome: { status: "executed", version: 2 },
    },
    {
      commandId: "c-2",
      type: "bank.withdraw",
      correlationId: "c-2",
      outcome: { status: "rejected", code: "INSUFFICIENT_FUNDS" },
    },
  ]);
});
