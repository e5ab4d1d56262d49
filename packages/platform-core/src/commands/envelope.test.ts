import { describe, expect, test } from "vitest";
import { Account } from "../../test/bank.js";
import {
  addedBy,
  ann,
  api,
  as,
  dump,
  initConvexTest,
  stored,
  withAccount,
  type App,
} from "../../test/initConvexTest.js";
import { Diary } from "../../test/notes.js";

const refusedAt = (path: string) => ({
  status: "refused",
  code: "INVALID_INPUT",
  details: { issues: [{ path, message: expect.any(String) }] },
});

describe("bad input is refused as INVALID_INPUT, says where, and writes nothing", () => {
  const open = (accountId: string, meta?: object) => (t: App) =>
    as(t).mutation(api.openAccount, { accountId, owner: "o", ...(meta && { meta }) });
  const write = (texts: string[]) => (t: App) =>
    as(t).mutation(api.writeEntries, { diaryId: "d", texts });

  const inputs: [what: string, path: string, send: (t: App) => Promise<unknown>][] = [
    ["an empty id", "accountId", open("")],
    ["an id of more than 256 characters", "accountId", open("x".repeat(257))],
    ["an id with half a surrogate pair", "accountId", open("a\ud800")],
    ["an empty command id", "meta.commandId", open("a", { commandId: "" })],
    ["a command id with a space", "meta.commandId", open("a", { commandId: "c 1" })],
    ["a command id of more than 128", "meta.commandId", open("a", { commandId: "c".repeat(129) })],
    [
      "a correlation id with a line break",
      "meta.correlationId",
      open("a", { correlationId: "a\nb" }),
    ],
    ["a version below 0", "meta.expectedVersion", open("a", { expectedVersion: -1 })],
    ["a version that is a fraction", "meta.expectedVersion", open("a", { expectedVersion: 1.5 })],
    ["a version that is NaN", "meta.expectedVersion", open("a", { expectedVersion: Number.NaN })],
    ["a date that is NaN", "meta.occurredAt", open("a", { occurredAt: Number.NaN })],
    ["a date beyond all dates", "meta.occurredAt", open("a", { occurredAt: 8.65e15 })],
    ["text with half a surrogate pair", "texts[1]", write(["fine", "\udfff"])],
    ["fields of more than 1 MiB", "args", write(["x".repeat(1024 * 1024)])],
    ["a list of more than 8,192", "texts", write(Array<string>(8193).fill(""))],
    [
      "a refined field that does not hold",
      "cents",
      (t) => as(t).mutation(api.makeDeposit, { accountId: "a", cents: -5 }),
    ],
    [
      "a refined field that is NaN",
      "cents",
      (t) => as(t).mutation(api.makeDeposit, { accountId: "a", cents: Number.NaN }),
    ],
    [
      "a refined field that is a fraction",
      "cents",
      (t) => as(t).mutation(api.makeDeposit, { accountId: "a", cents: 0.5 }),
    ],
  ];

  test.each(inputs)("OR-6 %s", async (_, path, send) => {
    const t = await withAccount();
    const { outcome, added } = await addedBy(t, () => send(t));
    expect(outcome).toMatchObject(refusedAt(path));
    expect((outcome as { message: string }).message).toContain(`${path}: `);
    expect(added).toEqual({});
  });

  test("OR-6 what Convex's own validators refuse never reaches us: wrong type, missing, unknown", async () => {
    const t = await withAccount();
    const before = await dump(t);
    const wrong = [
      { accountId: 7, owner: "o" },
      { accountId: "b" },
      { accountId: "b", owner: "o", extra: 1 },
      { accountId: "b", owner: "o", meta: { unknown: 1 } },
      { accountId: "b", owner: "o", meta: { commandId: 1 } },
    ];
    for (const args of wrong) {
      await expect(as(t).mutation(api.openAccount, args as never)).rejects.toThrow(/[Vv]alidator/);
    }
    expect(await dump(t)).toEqual(before);
  });
});

describe("hostile and foreign ids are ids like any other", () => {
  const ids = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "a/b:c|d",
    "../../etc/passwd",
    "'; DROP TABLE events; --",
    "<script>alert(1)</script>",
    " ",
    "\u0000\u001f\u007f",
    "Ünïcödé 注文 🛒",
    "e\u0301",
    "\u00e9",
    "\u202ereversed",
    "x".repeat(256),
  ];

  test.each(ids)("OR-6 %j", async (accountId) => {
    const t = initConvexTest();
    const opened = await as(t).mutation(api.openAccount, { accountId, owner: accountId });
    const paid = await as(t).mutation(api.makeDeposit, { accountId, cents: 5 });
    expect([opened, paid]).toMatchObject([{ version: 1 }, { version: 2 }]);
    expect(await stored(t, { aggregate: Account, id: accountId })).toMatchObject({
      state: { owner: accountId, cents: 5 },
    });
    const row = await as(t).query(api.getBalance, { key: accountId });
    expect(row).toEqual({ key: accountId, owner: accountId, cents: 5 });
  });

  test("OR-6 ids that look alike are different aggregates", async () => {
    const t = initConvexTest();
    for (const accountId of ["e\u0301", "\u00e9", "E", "e", "e "]) {
      const outcome = await as(t).mutation(api.openAccount, { accountId, owner: "o" });
      expect(outcome).toMatchObject({ status: "executed", version: 1 });
    }
  });

  test("OR-6 a command id may be called like a property of every object", async () => {
    const t = await withAccount();
    for (const commandId of ["__proto__", "constructor"]) {
      const send = () =>
        as(t).mutation(api.makeDeposit, { accountId: "a", cents: 1, meta: { commandId } });
      const first = await send();
      expect(first).toMatchObject({ status: "executed", commandId });
      expect(await send()).toStrictEqual(first);
    }
  });

  test("OR-6 an actor may be called so too", async () => {
    const t = initConvexTest();
    const hostile = as(t, { ...ann, id: "__proto__", tenant: "constructor", roles: ["toString"] });
    const outcome = await hostile.mutation(api.openAccount, { accountId: "a", owner: "o" });
    expect(outcome).toMatchObject({ status: "executed" });
    const key = { aggregate: Account, id: "a", tenant: "constructor" };
    expect((await stored(t, key)).events).toMatchObject([{ actor: "__proto__" }]);
  });
});

describe("what grows too large is rejected, and the state stays as it was", () => {
  const write = (t: App, ...texts: string[]) =>
    as(t).mutation(api.writeEntries, { diaryId: "d", texts });
  const before = async () => {
    const t = initConvexTest();
    await write(t, "first");
    return t;
  };

  test("AG-4 a state beyond 256 KiB: STATE_TOO_LARGE", async () => {
    const t = await before();
    const { outcome, added } = await addedBy(t, () =>
      write(t, ...Array<string>(5).fill("x".repeat(60_000))),
    );
    expect(outcome).toMatchObject({
      status: "rejected",
      code: "STATE_TOO_LARGE",
      details: { path: "state", limit: 256 * 1024 },
    });
    expect(added).toEqual({ "eventStore.commands": 1 });
    expect(await stored(t, { aggregate: Diary, id: "d" })).toMatchObject({
      version: 1,
      state: { entries: [{ text: "first" }] },
    });
  });

  test("AG-4 an aggregate that is full still takes commands that do not make it larger", async () => {
    const t = await before();
    await write(t, ...Array<string>(5).fill("x".repeat(60_000)));
    expect(await write(t, "small")).toMatchObject({ status: "executed", version: 2 });
  });

  test("ST-11 an event beyond 64 KiB: EVENT_TOO_LARGE", async () => {
    const t = await before();
    const outcome = await write(t, "x".repeat(70_000));
    expect(outcome).toMatchObject({
      status: "rejected",
      code: "EVENT_TOO_LARGE",
      details: { path: "EntryWritten", limit: 64 * 1024 },
    });
    expect(await stored(t, { aggregate: Diary, id: "d" })).toMatchObject({ version: 1 });
  });

  test("ST-11 more than 500 events: TOO_MANY_EVENTS", async () => {
    const t = await before();
    const outcome = await write(t, ...Array<string>(501).fill("x"));
    expect(outcome).toMatchObject({
      status: "rejected",
      code: "TOO_MANY_EVENTS",
      details: { unit: "events", limit: 500, actual: 501 },
    });
    expect(await stored(t, { aggregate: Diary, id: "d" })).toMatchObject({ version: 1 });
  });

  test("ST-11 500 events are not too many", async () => {
    const t = await before();
    const outcome = await write(t, ...Array<string>(500).fill("x"));
    expect(outcome).toMatchObject({ status: "executed", version: 501 });
  });
});

test("OR-6 a stale expected version is STALE_VERSION and says which it is", async () => {
  const t = await withAccount();
  const meta = { expectedVersion: 1 };
  const { outcome, added } = await addedBy(t, () =>
    as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5, meta }),
  );
  expect(outcome).toMatchObject({
    status: "rejected",
    code: "STALE_VERSION",
    details: { expected: 1, actual: 2 },
  });
  expect(added).toEqual({ "eventStore.commands": 1 });
});

test("OR-6 NaN and −0 in a field without a rule are stored as they are", async () => {
  const t = await withAccount(0);
  await as(t).mutation(api.depositAll, { accountId: "a", amounts: [Number.NaN, -0] });
  const { events } = await stored(t, { aggregate: Account, id: "a" });
  const cents = events.slice(1).map(({ payload }) => (payload as { cents: number }).cents);
  expect(cents).toStrictEqual([Number.NaN, -0]);
});
