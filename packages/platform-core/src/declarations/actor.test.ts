import { describe, expect, test } from "vitest";
import { Account } from "../../test/bank.js";
import {
  addedBy,
  ann,
  api,
  as,
  failureOf,
  initConvexTest,
  stored,
  withAccount,
  withTrap,
} from "../../test/initConvexTest.js";
import { Diary } from "../../test/notes.js";
import { defaultActor } from "./actor.js";

const open = { accountId: "a", owner: "o" };

describe("the actor of a public command", () => {
  test("OR-4 comes from the verified identity", async () => {
    const t = initConvexTest();
    await as(t, { ...ann, id: "bob" }).mutation(api.openAccount, open);
    const { events } = await stored(t, { aggregate: Account, id: "a" });
    expect(events).toMatchObject([{ actor: "bob" }]);
  });

  test("OR-4 without an app's own function is the identity's token, without tenant and roles", () => {
    const identity = { tokenIdentifier: "issuer|1", subject: "1", issuer: "issuer" };
    expect(defaultActor(identity)).toEqual({ id: "issuer|1", tenant: "", roles: [] });
  });

  test("OR-4 is required: without one the command is UNAUTHENTICATED", async () => {
    const t = initConvexTest();
    const { outcome, added } = await addedBy(t, () => t.mutation(api.openAccount, open));
    expect(outcome).toMatchObject({ status: "refused", code: "UNAUTHENTICATED", details: null });
    expect(added).toEqual({});
  });

  test("OR-4 is not required by a command declared open, which then has the anonymous one", async () => {
    const t = initConvexTest();
    const outcome = await t.mutation(api.writeEntries, { diaryId: "d", texts: ["hello"] });
    expect(outcome).toMatchObject({ status: "executed" });
    const { events } = await stored(t, { aggregate: Diary, id: "d" });
    expect(events).toMatchObject([{ actor: "anonymous", payload: { by: "anonymous" } }]);
  });

  test("OR-4 of an open command is the signed-in one when there is one", async () => {
    const t = initConvexTest();
    await as(t).mutation(api.writeEntries, { diaryId: "d", texts: ["hello"] });
    const { events } = await stored(t, { aggregate: Diary, id: "d" });
    expect(events).toMatchObject([{ actor: "ann" }]);
  });
});

describe("an app's actor function that fails", () => {
  const nonsense: [what: string, actor: unknown][] = [
    ["nothing", null],
    ["a string", "ann"],
    ["no id", { tenant: "", roles: [] }],
    ["an empty id", { ...ann, id: "" }],
    ["an id that is a number", { ...ann, id: 7 }],
    ["an id that is too long", { ...ann, id: "x".repeat(1025) }],
    ["an id with half a surrogate", { ...ann, id: "\ud800" }],
    ["no tenant", { id: "ann", roles: [] }],
    ["a tenant that is too long", { ...ann, tenant: "x".repeat(257) }],
    ["no roles", { id: "ann", tenant: "" }],
    ["roles that are no list", { ...ann, roles: "import" }],
    ["roles that are no strings", { ...ann, roles: [1] }],
  ];

  test.each(nonsense)(
    "OR-4 %s is not an actor: ACTOR_FAILED, nothing is written",
    async (_, actor) => {
      const t = initConvexTest();
      const { outcome, added } = await addedBy(t, () =>
        failureOf(as(t, actor).mutation(api.openAccount, open)),
      );
      expect(outcome).toMatchObject({
        kind: "infrastructure",
        code: "ACTOR_FAILED",
        retryable: false,
      });
      expect(added).toEqual({});
    },
  );

  test("OR-4 one that throws is ACTOR_FAILED and says why", async () => {
    const t = initConvexTest();
    const broken = t.withIdentity({ subject: "broken" });
    expect(await failureOf(broken.mutation(api.openAccount, open))).toMatchObject({
      code: "ACTOR_FAILED",
      message: "The app's actor function failed: no such user",
    });
  });

  test("OR-4 queries on read models are refused in the same way", async () => {
    const t = initConvexTest();
    const failure = await failureOf(
      as(t, { ...ann, tenant: 7 }).query(api.getBalance, { key: "a" }),
    );
    expect(failure).toMatchObject({ code: "ACTOR_FAILED" });
  });
});

describe("authorise", () => {
  test("OR-1 lets in whom it says true to", async () => {
    const t = await withAccount();
    const teller = as(t, { ...ann, roles: ["teller"] });
    expect(await teller.mutation(api.closeAccount, { accountId: "a" })).toMatchObject({
      status: "executed",
    });
  });

  test.each(["authorise refuses", "authorise returns nothing", "authorise says yes in words"])(
    "OR-1 anything but true is FORBIDDEN: %s",
    async (fault) => {
      const t = await withTrap();
      const { outcome, added } = await addedBy(t, () =>
        as(t).mutation(api.springTrap, { trapId: "t", fault }),
      );
      expect(outcome).toMatchObject({ status: "refused", code: "FORBIDDEN", details: null });
      expect(added).toEqual({});
    },
  );

  test("OR-1 occurredAt is FORBIDDEN to an actor without the role import", async () => {
    const t = initConvexTest();
    const dated = { ...open, meta: { occurredAt: 1 } };
    expect(await as(t).mutation(api.openAccount, dated)).toMatchObject({
      status: "refused",
      code: "FORBIDDEN",
    });
  });
});

describe("tenants", () => {
  const acme = { ...ann, tenant: "acme" };

  test("OR-4 the same id in two tenants is two aggregates", async () => {
    const t = await withAccount(7);
    const outcome = await as(t, acme).mutation(api.openAccount, open);
    expect(outcome).toMatchObject({ status: "executed", version: 1 });
    const states = [
      await stored(t, { aggregate: Account, id: "a" }),
      await stored(t, { aggregate: Account, id: "a", tenant: "acme" }),
    ];
    expect(states).toMatchObject([{ state: { cents: 7 } }, { state: { cents: 0 } }]);
  });

  test("OR-4 a command of one tenant does not find another's aggregate", async () => {
    const t = await withAccount();
    expect(await as(t, acme).mutation(api.makeDeposit, { accountId: "a", cents: 1 })).toMatchObject(
      {
        code: "NOT_FOUND",
      },
    );
  });

  test("OR-4 read models show a caller the rows of their tenant only", async () => {
    const t = await withAccount(7);
    const theirs = as(t, acme);
    expect(await theirs.query(api.getBalance, { key: "a" })).toBeNull();
    await theirs.mutation(api.openAccount, { accountId: "a", owner: "owner" });
    expect(await theirs.query(api.getBalance, { key: "a" })).toMatchObject({ cents: 0 });
    const all = { owner: "owner", atLeast: 0 };
    expect(await as(t).query(api.balancesOfOwner, all)).toMatchObject([{ cents: 7 }]);
    const page = { numItems: 10, cursor: null };
    const { page: rows } = await theirs.query(api.pageBalances, { paginationOpts: page });
    expect(rows).toMatchObject([{ key: "a", cents: 0 }]);
  });
});

describe("server code", () => {
  test("OR-4 sends a command as the actor it names, whoever is signed in", async () => {
    const t = await withAccount();
    const bob = { ...ann, id: "bob" };
    const outcome = await as(t).mutation(api.depositAs, {
      actor: bob,
      args: { accountId: "a", cents: 1 },
    });
    expect(outcome).toMatchObject({ status: "executed" });
    const { events } = await stored(t, { aggregate: Account, id: "a" });
    expect(events.at(-1)).toMatchObject({ actor: "bob" });
  });

  test("OR-4 cannot send one as something that is not an actor", async () => {
    const t = await withAccount();
    const call = as(t).mutation(api.depositAs, {
      actor: { id: "bob", status: "refused" },
      args: { accountId: "a", cents: 1 },
    });
    expect(await failureOf(call)).toMatchObject({ code: "ACTOR_FAILED" });
  });

  test("OR-1 is checked like a client: its input, its meta", async () => {
    const t = await withAccount();
    const send = (args: unknown, meta?: unknown) =>
      as(t).mutation(api.depositAs, { actor: ann, args, ...(meta === undefined ? {} : { meta }) });
    const bad = [
      await send({ accountId: "a", cents: "5" }),
      await send({ accountId: "a" }),
      await send({ accountId: "a", cents: 5, extra: 1 }),
      await send({ accountId: "a", cents: 5, meta: { commandId: "c-1" } }),
      await send({ accountId: 7, cents: 5 }),
      await send({ accountId: "a", cents: 5 }, { commandId: 7 }),
      await send({ accountId: "a", cents: 5 }, { occurredAt: "today" }),
    ];
    expect(bad).toMatchObject(bad.map(() => ({ status: "refused", code: "INVALID_INPUT" })));
  });
});
