import { describe, expect, test } from "vitest";
import { Account, deposit } from "../../test/bank.js";
import {
  addedBy,
  ann,
  api,
  as,
  dump,
  failureOf,
  initConvexTest,
  stored,
  withAccount,
  withTrap,
} from "../../test/initConvexTest.js";
import { Diary } from "../../test/notes.js";
import { platform } from "../../test/platform.js";

describe("order of work", () => {
  test("OR-1 the form is checked before the actor is asked for", async () => {
    const t = initConvexTest();
    const call = t.mutation(api.makeDeposit, { accountId: "", cents: 5 });
    expect(await call).toMatchObject({ status: "refused", code: "INVALID_INPUT" });
  });

  test("OR-1 the actor is known before authorise runs", async () => {
    const t = initConvexTest();
    const call = t.mutation(api.springTrap, { trapId: "t", fault: "authorise throws" });
    expect(await call).toMatchObject({ status: "refused", code: "UNAUTHENTICATED" });
  });

  test("OR-1 authorise runs before the dedupe: who may not send learns nothing of an id", async () => {
    const t = await withTrap();
    const meta = { commandId: "c-1" };
    await as(t).mutation(api.springTrap, { trapId: "t", fault: "", meta });
    const args = { trapId: "t", fault: "authorise refuses", meta };
    const { outcome, added } = await addedBy(t, () => as(t).mutation(api.springTrap, args));
    expect(outcome).toMatchObject({ status: "refused", code: "FORBIDDEN" });
    expect(added).toEqual({});
  });

  test("OR-1 the dedupe comes before the load", async () => {
    const t = await withTrap();
    const meta = { commandId: "c-1" };
    await as(t).mutation(api.springTrap, { trapId: "t", fault: "", meta });
    const args = { trapId: "t", fault: "load throws", meta };
    expect(await as(t).mutation(api.springTrap, args)).toMatchObject({ code: "COMMAND_ID_REUSED" });
  });

  test("OR-1 existence comes before the command's own load, the load before decide", async () => {
    const t = await withTrap();
    const missing = { trapId: "missing", fault: "load throws" };
    expect(await as(t).mutation(api.springTrap, missing)).toMatchObject({ code: "NOT_FOUND" });
    const call = as(t).mutation(api.springTrap, { ...missing, trapId: "t" });
    expect((await failureOf(call)).code).toBe("LOAD_FAILED");
  });
});

describe("what is written", () => {
  test("OR-1 an executed command writes its event, the state, its tags, its rows and its record", async () => {
    const t = initConvexTest();
    const { added } = await addedBy(t, () =>
      as(t).mutation(api.openAccount, { accountId: "a", owner: "o" }),
    );
    expect(added).toEqual({
      "eventStore.events": 1,
      "eventStore.streams": 1,
      "eventStore.eventTags": 1,
      ".balances": 1,
      "eventStore.commands": 1,
    });
  });

  test("AG-2 a rejected command writes its record and nothing else", async () => {
    const t = await withAccount(10);
    const { outcome, added } = await addedBy(t, () =>
      as(t).mutation(api.withdraw, { accountId: "a", cents: 11 }),
    );
    expect(outcome).toMatchObject({ status: "rejected", code: "INSUFFICIENT_FUNDS" });
    expect(added).toEqual({ "eventStore.commands": 1 });
    expect(await stored(t, { aggregate: Account, id: "a" })).toMatchObject({
      version: 2,
      state: { cents: 10 },
    });
  });

  test("AG-1 a command without events is executed, has no position and moves nothing", async () => {
    const t = await withAccount(10);
    const { outcome, added } = await addedBy(t, () =>
      as(t).mutation(api.depositAll, { accountId: "a", amounts: [] }),
    );
    expect(outcome).toMatchObject({ status: "executed", version: 2, position: null, events: [] });
    expect(added).toEqual({ "eventStore.commands": 1 });
  });

  test("AG-1 several events of one command follow each other in the stream", async () => {
    const t = await withAccount(0);
    const outcome = await as(t).mutation(api.depositAll, { accountId: "a", amounts: [1, 2, 3] });
    expect(outcome).toMatchObject({ version: 4, position: { ordinal: 2, store: "eventStore" } });
    const { events, state } = await stored(t, { aggregate: Account, id: "a" });
    expect(events.slice(1).map(({ payload }) => (payload as { cents: number }).cents)).toEqual([
      1, 2, 3,
    ]);
    expect(state).toMatchObject({ cents: 6 });
  });

  test("OR-6 the outcome names the events that were stored", async () => {
    const t = await withAccount(0);
    const outcome = await as(t).mutation(api.depositAll, { accountId: "a", amounts: [1, 2] });
    const { events } = await stored(t, { aggregate: Account, id: "a" });
    const last = events.at(-1);
    expect(outcome).toMatchObject({
      position: last?.position,
      events: events.slice(1).map(({ id, type, version }) => ({ id, type, version })),
    });
  });
});

describe("what decide is handed", () => {
  const meta = { commandId: "c-1" };
  const payloads = async (t: ReturnType<typeof initConvexTest>) =>
    (await stored(t, { aggregate: Diary, id: "d" })).events.map(
      ({ payload }) => payload as unknown,
    );

  test("AG-1 newId is derived from command id and counter", async () => {
    const t = initConvexTest();
    await as(t).mutation(api.writeEntries, { diaryId: "d", texts: ["1", "2"], meta });
    expect(await payloads(t)).toMatchObject([{ entryId: "c-1.1" }, { entryId: "c-1.2" }]);
  });

  test("AG-1 a retry of a command that was not committed yields the same ids", async () => {
    const send = (t: ReturnType<typeof initConvexTest>) =>
      as(t).mutation(api.writeEntries, { diaryId: "d", texts: ["1"], meta });
    const [one, other] = [initConvexTest(), initConvexTest()];
    await send(one);
    await send(other);
    expect((await payloads(one)).map((entry) => (entry as { entryId: string }).entryId)).toEqual(
      (await payloads(other)).map((entry) => (entry as { entryId: string }).entryId),
    );
  });

  test("AG-1 the actor is the one of the call", async () => {
    const t = initConvexTest();
    const actor = { id: "bob", tenant: "", roles: [] };
    await as(t, actor).mutation(api.writeEntries, { diaryId: "d", texts: ["1"] });
    expect(await payloads(t)).toMatchObject([{ by: "bob" }]);
  });

  test("AG-1 now is the time of the call", async () => {
    const t = initConvexTest();
    const before = Date.now();
    await as(t).mutation(api.writeEntries, { diaryId: "d", texts: ["1"] });
    const [entry] = await payloads(t);
    expect((entry as { at: number }).at).toBeGreaterThanOrEqual(before);
    const { events } = await stored(t, { aggregate: Diary, id: "d" });
    expect(events[0]?.occurredAt).toBe((entry as { at: number }).at);
  });

  test("OR-1 occurredAt of an importer is the time of the decision and of the event", async () => {
    const t = initConvexTest();
    const importer = as(t, { ...ann, roles: ["import"] });
    const dated = { occurredAt: 1_000 };
    await importer.mutation(api.writeEntries, { diaryId: "d", texts: ["1"], meta: dated });
    const { events } = await stored(t, { aggregate: Diary, id: "d" });
    expect(events).toMatchObject([{ occurredAt: 1_000, payload: { at: 1_000 } }]);
  });

  test("ST-10 an event carries who, why and what caused it", async () => {
    const t = initConvexTest();
    const meta = { commandId: "c-1", correlationId: "trace-1" };
    await as(t).mutation(api.openAccount, { accountId: "a", owner: "o", meta });
    const { events } = await stored(t, { aggregate: Account, id: "a" });
    expect(events).toMatchObject([
      {
        context: "bank",
        schemaVersion: 1,
        category: "domain",
        actor: "ann",
        correlationId: "trace-1",
        causationId: "c-1",
        tags: [{ name: "owner", value: "o" }],
      },
    ]);
  });

  test("OR-5 without a correlation id the command's own id is it", async () => {
    const t = initConvexTest();
    await as(t).mutation(api.openAccount, { accountId: "a", owner: "o", meta });
    const { events } = await stored(t, { aggregate: Account, id: "a" });
    expect(events).toMatchObject([{ correlationId: "c-1", causationId: "c-1" }]);
  });
});

describe("existence", () => {
  test("AG-10 a creation on an existing aggregate is rejected ALREADY_EXISTS", async () => {
    const t = await withAccount();
    const again = await as(t).mutation(api.openAccount, { accountId: "a", owner: "other" });
    expect(again).toMatchObject({ status: "rejected", code: "ALREADY_EXISTS" });
    expect(await stored(t, { aggregate: Account, id: "a" })).toMatchObject({
      state: { owner: "owner" },
    });
  });

  test("AG-10 any other command on one without events is rejected NOT_FOUND", async () => {
    const t = initConvexTest();
    const outcome = await as(t).mutation(api.makeDeposit, { accountId: "none", cents: 1 });
    expect(outcome).toMatchObject({ status: "rejected", code: "NOT_FOUND", details: null });
  });

  test("AG-10 onMissing: decide makes the aggregate with its first event", async () => {
    const t = initConvexTest();
    const outcome = await as(t).mutation(api.writeEntries, { diaryId: "d", texts: ["first"] });
    expect(outcome).toMatchObject({ status: "executed", version: 1 });
  });

  test("AG-10 onMissing: decide without an event leaves no aggregate behind", async () => {
    const t = initConvexTest();
    const args = { diaryId: "d", texts: [] };
    const { outcome, added } = await addedBy(t, () => as(t).mutation(api.writeEntries, args));
    expect(outcome).toMatchObject({ status: "executed", version: 0, position: null });
    expect(added).toEqual({ "eventStore.commands": 1 });
  });
});

describe("outside data", () => {
  const args = { accountId: "a", currency: "CHF" };
  const withRate = async (percent: number) => {
    const t = await withAccount(200);
    await t.run((ctx) => ctx.db.insert("rates", { currency: "CHF", percent }));
    return t;
  };

  test("OR-8 load reads outside data and decide gets it", async () => {
    const t = await withRate(5);
    await as(t).mutation(api.payInterest, args);
    const { events } = await stored(t, { aggregate: Account, id: "a" });
    expect(events.at(-1)?.payload).toEqual({ accountId: "a", cents: 10, percent: 5 });
  });

  test("OR-8 load reads what the transaction sees: the data of now, not of earlier", async () => {
    const t = await withRate(5);
    await t.run(async (ctx) => {
      const rate = await ctx.db.query("rates").first();
      await ctx.db.patch("rates", rate!._id, { percent: 50 });
    });
    await as(t).mutation(api.payInterest, args);
    expect(await stored(t, { aggregate: Account, id: "a" })).toMatchObject({
      state: { cents: 300 },
    });
  });

  test("OR-8 what load does not find is a rejection of the domain's own", async () => {
    const t = await withAccount();
    expect(await as(t).mutation(api.payInterest, args)).toMatchObject({
      code: "UNKNOWN_CURRENCY",
      details: { currency: "CHF" },
    });
  });

  test.each([
    ["load inserts", "insert"],
    ["load deletes a file", "delete"],
    ["load runs a mutation", "runMutation"],
    ["load schedules", "runAfter"],
    ["load changes the args", "read only"],
  ])("OR-8 the context of load is read-only: %s fails", async (fault, says) => {
    const t = await withTrap();
    const { outcome, added } = await addedBy(t, () =>
      failureOf(as(t).mutation(api.springTrap, { trapId: "t", fault })),
    );
    expect(outcome).toMatchObject({ code: "LOAD_FAILED", message: expect.stringContaining(says) });
    expect(added).toEqual({});
  });
});

test.each([null, undefined, "text", 7, [1]])(
  "OR-1 server code that sends %j as fields is refused, not failed",
  async (args) => {
    const t = await withAccount();
    const outcome = await t.mutation((ctx) =>
      platform.execute(ctx, deposit, { actor: ann, args: args as never }),
    );
    expect(outcome).toMatchObject({
      code: "INVALID_INPUT",
      details: {
        issues: [{ path: "args", message: "must be an object with the command's fields" }],
      },
    });
  },
);

test("OR-1 in an action nothing is executed: each of its calls would commit by itself", async () => {
  const t = await withAccount();
  const before = await dump(t);
  const sending = { actor: ann, args: { accountId: "a", cents: 5 } };
  const run = t.action((ctx) => platform.execute(ctx as never, deposit, sending));
  await expect(run).rejects.toThrow(/from an action, call one of your mutations/);
  expect(await dump(t)).toEqual(before);
});
