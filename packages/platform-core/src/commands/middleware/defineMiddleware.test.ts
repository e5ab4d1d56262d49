import { describe, expect, expectTypeOf, test } from "vitest";
import { Account } from "../../../test/bank.js";
import { addedBy, dump, failureOf, stored, withAccount } from "../../../test/initConvexTest.js";
import { layered, sendDeposit } from "../../../test/platformWith.js";
import {
  defineMiddleware,
  refuse,
  type HookContext,
  type MiddlewareHooks,
} from "../../middleware.js";

const account = { aggregate: Account, id: "a" };
const hook = (name: string, hooks: MiddlewareHooks) => defineMiddleware(name, hooks);
const closed = refuse("FORBIDDEN", "We are closed.", null);
const noFunds = {
  status: "rejected" as const,
  code: "ACCOUNT_CLOSED",
  message: "Closed by a hook.",
  details: null,
};

/** A hook that throws something that is not an error. */
const raise = (what: unknown) => () => {
  throw what;
};

/** A layer that notes when it is passed. */
const noting = (seen: string[], name: string, order: number) =>
  hook(name, {
    order,
    before: () => void seen.push(`in ${name}`),
    after: (_ctx, _call, { status }) => void seen.push(`out ${name} ${status}`),
  });

describe("order", () => {
  test("OR-3 before-hooks ascend and after-hooks descend, however they are listed", async () => {
    const seen: string[] = [];
    const platform = layered(noting(seen, "b", 650), noting(seen, "c", 900), noting(seen, "a", -1));
    await sendDeposit(await withAccount(), platform);
    expect(seen).toEqual([
      ...["in a", "in b", "in c"],
      ...["out c executed", "out b executed", "out a executed"],
    ]);
  });

  test("OR-3 layers of one order are passed as they are listed", async () => {
    const seen: string[] = [];
    await sendDeposit(await withAccount(), layered(noting(seen, "b", 1), noting(seen, "a", 1)));
    expect(seen.slice(0, 2)).toEqual(["in b", "in a"]);
  });

  test("OR-3 a repeat passes the layers before the dedupe only: no handler of it runs", async () => {
    const seen: string[] = [];
    const t = await withAccount();
    const platform = layered(noting(seen, "early", 599), noting(seen, "late", 600));
    const first = await sendDeposit(t, platform, { commandId: "c-1" });
    seen.length = 0;
    const { outcome, added } = await addedBy(t, () =>
      sendDeposit(t, platform, { commandId: "c-1" }),
    );
    expect(seen).toEqual(["in early", "out early executed"]);
    expect([outcome, added]).toEqual([{ ...first, position: expect.anything() as unknown }, {}]);
  });

  test("OR-3 what ends the way in is seen on the way out by those it had passed", async () => {
    const seen: string[] = [];
    const ending = hook("ending", { order: 2, before: () => ({ outcome: closed }) });
    const platform = layered(noting(seen, "outer", 1), ending, noting(seen, "inner", 3));
    await sendDeposit(await withAccount(), platform);
    expect(seen).toEqual(["in outer", "out outer refused"]);
  });
});

describe("a before-hook", () => {
  test("OR-3 may change the arguments", async () => {
    const t = await withAccount();
    const doubling = hook("doubling", {
      order: 450,
      before: (_ctx, { args }) => ({ args: { ...args, cents: Number(args["cents"]) * 2 } }),
    });
    await sendDeposit(t, layered(doubling));
    expect((await stored(t, account)).events.at(-1)).toMatchObject({ payload: { cents: 10 } });
  });

  test("OR-3 changed arguments leave the command's fingerprint that of what was sent", async () => {
    const t = await withAccount();
    const times = (factor: number) =>
      hook("times", {
        order: 450,
        before: (_ctx, { args }) => ({ args: { ...args, cents: Number(args["cents"]) * factor } }),
      });
    const first = await sendDeposit(t, layered(times(2)), { commandId: "c-1" });
    const again = await sendDeposit(t, layered(times(3)), { commandId: "c-1" });
    const other = await sendDeposit(t, layered(times(2)), {
      commandId: "c-1",
      args: { cents: 10 },
    });
    expect(again).toMatchObject({
      status: "executed",
      version: (first as { version: number }).version,
    });
    expect(other).toMatchObject({ code: "COMMAND_ID_REUSED", details: { differs: "payload" } });
  });

  test.each([
    ["shape", { accountId: "a", cents: "many" }, "cents"],
    ["values", { accountId: "a", cents: -1 }, "cents"],
    ["fields", { accountId: "a", cents: 1, extra: 1 }, "extra"],
    ["id", { accountId: "", cents: 1 }, "accountId"],
  ])("OR-3 changed arguments are validated again: %s", async (_what, args, path) => {
    const changing = hook("changing", { order: 800, before: () => ({ args }) });
    const { outcome, added } = await withAccount().then((t) =>
      addedBy(t, () => sendDeposit(t, layered(changing))),
    );
    expect(outcome).toMatchObject({
      status: "refused",
      code: "HOOK_FAILED",
      details: { hook: "changing", issues: [{ path: expect.stringContaining(path) as unknown }] },
    });
    expect(added).toEqual({});
  });

  test("OR-3 may refuse, which leaves no record and the id free", async () => {
    const t = await withAccount();
    const ending = hook("ending", { order: 900, before: () => ({ outcome: closed }) });
    const { outcome, added } = await addedBy(t, () =>
      sendDeposit(t, layered(ending), { commandId: "c-1" }),
    );
    expect([outcome, added]).toEqual([closed, {}]);
    expect(await sendDeposit(t, layered(), { commandId: "c-1" })).toMatchObject({
      status: "executed",
    });
  });

  test("OR-3 may give the outcome, which from the dedupe on is recorded for repeats", async () => {
    const t = await withAccount();
    const ending = hook("ending", { order: 900, before: () => ({ outcome: noFunds }) });
    const { outcome, added } = await addedBy(t, () =>
      sendDeposit(t, layered(ending), { commandId: "c-1" }),
    );
    expect([outcome, added]).toEqual([
      { ...noFunds, commandId: "c-1" },
      { "eventStore.commands": 1 },
    ]);
    expect(await sendDeposit(t, layered(), { commandId: "c-1" })).toEqual(outcome);
  });

  test("OR-3 an outcome given before the dedupe is not recorded", async () => {
    const t = await withAccount();
    const ending = hook("ending", { order: 500, before: () => ({ outcome: noFunds }) });
    const { added } = await addedBy(t, () => sendDeposit(t, layered(ending), { commandId: "c-1" }));
    expect(added).toEqual({});
  });

  test.each([
    ["a code the command does not declare", { ...noFunds, code: "STRANGE" }],
    ["details that do not fit", { ...noFunds, details: { why: 1 } }],
    ["no outcome at all", { status: "unknown" }],
  ])("OR-3 an outcome with %s refuses the command and names the hook", async (_what, outcome) => {
    const ending = hook("ending", { order: 900, before: () => ({ outcome: outcome as never }) });
    const answer = await sendDeposit(await withAccount(), layered(ending));
    expect(answer).toMatchObject({ code: "HOOK_FAILED", details: { hook: "ending" } });
  });

  test.each([
    ["throws", () => expect.unreachable("no such service")],
    ["throws late", () => Promise.reject(new Error("no such service"))],
    ["throws no error", raise("no such service")],
    ["answers nonsense", () => "go on" as never],
    ["answers what cannot be stored", () => ({ args: { accountId: new Date(0) } }) as never],
  ])(
    "OR-3 one that %s refuses the command, names the hook and writes nothing",
    async (_, before) => {
      const t = await withAccount();
      const { outcome, added } = await addedBy(t, () =>
        sendDeposit(t, layered(hook("broken", { order: 700, before })), { commandId: "c-1" }),
      );
      expect(outcome).toMatchObject({
        status: "refused",
        code: "HOOK_FAILED",
        message: expect.stringContaining('"broken"') as unknown,
        details: { hook: "broken" },
      });
      expect(added).toEqual({});
    },
  );

  test("OR-3 may return nothing at all, at once or later", async () => {
    const seen: string[] = [];
    const atOnce = hook("atOnce", {
      order: 1,
      before: () => {
        seen.push("at once");
      },
    });
    const later = hook("later", {
      order: 2,
      before: async () => {
        await Promise.resolve();
        seen.push("later");
      },
    });
    await sendDeposit(await withAccount(), layered(atOnce, later));
    expect(seen).toEqual(["at once", "later"]);
  });

  test("OR-3 sees who sends what, once the actor is known", async () => {
    const calls: unknown[] = [];
    const noteAt = (name: string, order: number) =>
      hook(name, { order, before: (_ctx, call) => void calls.push(call) });
    await sendDeposit(await withAccount(), layered(noteAt("x", 1), noteAt("y", 401)), {
      commandId: "c-1",
      correlationId: "k",
    });
    const call = { command: "bank.deposit", commandId: "c-1", correlationId: "k" };
    const args = { accountId: "a", cents: 5 };
    expect(calls).toMatchObject([
      { ...call, args, actor: null },
      { ...call, args, actor: { id: "ann", tenant: "" } },
    ]);
  });
});

describe("a hook reads and does not write", () => {
  const attempts: [string, (ctx: Record<string, Record<string, () => unknown>>) => unknown][] = [
    ["inserts", (ctx) => ctx["db"]?.["insert"]?.()],
    ["replaces", (ctx) => (ctx["db"] as { replace: () => unknown }).replace()],
    ["deletes a file", (ctx) => (ctx["storage"] as { delete: () => unknown }).delete()],
    ["schedules", (ctx) => (ctx["scheduler"] as { runAfter: () => unknown }).runAfter()],
    ["runs a mutation", (ctx) => (ctx as unknown as { runMutation: () => unknown }).runMutation()],
    ["changes the fields", () => undefined],
  ];

  test.each(attempts.slice(1, 5))("OR-3 at run time: one that %s is refused", async (_, write) => {
    const before = (ctx: unknown) => write(ctx as never) as never;
    const outcome = await sendDeposit(
      await withAccount(),
      layered(hook("writing", { order: 1, before })),
    );
    expect(outcome).toMatchObject({ code: "HOOK_FAILED", details: { hook: "writing" } });
  });

  test("OR-3 at run time: what it is given is frozen", async () => {
    const before: MiddlewareHooks["before"] = (_ctx, { args }) =>
      void Object.assign(args, { cents: 1_000 });
    const outcome = await sendDeposit(
      await withAccount(),
      layered(hook("writing", { order: 1, before })),
    );
    expect(outcome).toMatchObject({ code: "HOOK_FAILED" });
  });

  test("OR-3 when compiled: its context has no writer", () => {
    expectTypeOf<HookContext["db"]>().not.toHaveProperty("insert");
    expectTypeOf<HookContext>().not.toHaveProperty("runMutation");
    expectTypeOf<HookContext>().not.toHaveProperty("scheduler");
    expect(attempts.length).toBeGreaterThan(0);
  });

  test("OR-3 it reads the app's tables in the command's transaction", async () => {
    const t = await withAccount();
    const counts: number[] = [];
    const before: MiddlewareHooks["before"] = async ({ db }) =>
      void counts.push((await db.query("balances").collect()).length);
    await sendDeposit(t, layered(hook("reading", { order: 1, before })));
    expect(counts).toEqual([1]);
  });
});

describe("an after-hook", () => {
  test("OR-3 sees the outcome before it commits", async () => {
    const outcomes: unknown[] = [];
    const after: MiddlewareHooks["after"] = (_ctx, _call, outcome) => void outcomes.push(outcome);
    const t = await withAccount();
    await sendDeposit(t, layered(hook("watching", { order: 900, after })));
    expect(outcomes).toMatchObject([{ status: "executed", events: [{ type: "MoneyDeposited" }] }]);
  });

  test("OR-3 one that throws rolls the whole command back and is named", async () => {
    const t = await withAccount();
    const before = await dump(t);
    const after: MiddlewareHooks["after"] = () => expect.unreachable("no audit, no deposit");
    const platform = layered(hook("auditing", { order: 900, after }));
    const failure = await failureOf(sendDeposit(t, platform, { commandId: "c-1" }));
    expect(failure).toMatchObject({ code: "HOOK_FAILED", retryable: false });
    expect(failure.message).toMatch(/"auditing" failed: .*no audit, no deposit/);
    expect(await dump(t)).toEqual(before);
    expect(await sendDeposit(t, layered(), { commandId: "c-1" })).toMatchObject({
      status: "executed",
    });
  });

  test("OR-3 cannot change the outcome", async () => {
    const after: MiddlewareHooks["after"] = (_ctx, _call, outcome) =>
      void Object.assign(outcome, { status: "refused" });
    const platform = layered(hook("forging", { order: 900, after }));
    const failure = await failureOf(sendDeposit(await withAccount(), platform));
    expect(failure).toMatchObject({ code: "HOOK_FAILED" });
  });
});
