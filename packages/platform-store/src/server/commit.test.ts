import { expect, test } from "vitest";
import type { Decision } from "../contract/commands.js";
import {
  appended,
  eventsOf,
  initConvexTest,
  inStore,
  orderKey,
  store,
  toOrder,
  type App,
  type OneStream,
} from "./setup.test.js";

const caused = {
  tenant: "",
  type: "orders.addItem",
  fingerprint: "f",
  actorId: "ann",
  correlationId: "corr-9",
  causationId: null,
  startedAt: 0,
};

/** A command that decided events of one order. */
const decided = (commandId: string, one: OneStream): Decision => {
  const streams = toOrder({ state: { shape: 1, value: { by: commandId } }, ...one }).streams;
  return { ...caused, commandId, ending: { status: "decided", streams } };
};
const rejected = (commandId: string): Decision => ({
  ...caused,
  commandId,
  ending: { status: "rejected", code: "FULL", message: "It is full.", details: null },
});

const commit = (t: App, ...commands: Decision[]) =>
  t.mutation(async (ctx) => {
    const result = await store.commit(ctx, commands);
    const used = await ctx.meta.getTransactionMetrics();
    return { result, ranges: used.databaseQueries.used, written: used.documentsWritten.used };
  });
const open = (t: App, commandId: string, more: Partial<typeof caused> = {}) => {
  const { tenant, type, fingerprint, actorId } = { ...caused, ...more };
  const stream = { streamType: "Order", streamId: "o-1" };
  const attempt = { commandId, type, fingerprint, actorId };
  return t.mutation((ctx) => store.open(ctx, { tenant, stream, attempt }));
};
const rowsOf = (t: App) =>
  inStore(t, async ({ db }) => ({
    events: (await db.query("events").take(100)).map((row) => [
      `${row.streamId}:${row.version}`,
      row.ordinal,
      row.causationId,
    ]),
    streams: await db.query("streams").take(100),
    commands: (await db.query("commands").take(100)).map(({ commandId }) => commandId),
  }));

test("OR-1 one command: its events, its state and its outcome, in one call", async () => {
  const t = initConvexTest();
  const { result, ranges, written } = await commit(
    t,
    decided("c-1", { expected: "none", events: eventsOf(2) }),
  );
  const position = { commitTs: expect.any(BigInt) as bigint, ordinal: 1, store: "eventStore" };
  expect(result).toMatchObject({
    status: "committed",
    outcomes: [
      { status: "executed", version: 2, position, events: [{ version: 1 }, { version: 2 }] },
    ],
  });
  expect({ ranges, written }).toEqual({ ranges: 2, written: 4 });
  const { settlement, head } = await open(t, "c-1");
  expect(settlement).toEqual({ status: "settled", outcome: (result as never)["outcomes"][0] });
  expect(head).toBeNull();
  expect((await open(t, "c-2")).head).toMatchObject({
    version: 2,
    state: { value: { by: "c-1" } },
  });
});

test("OR-1 many commands go on from each other: a stream's head is read once and written once", async () => {
  const t = initConvexTest();
  await appended(t, toOrder());
  const { result, ranges, written } = await commit(
    t,
    decided("c-1", { expected: 1, events: eventsOf(2) }),
    decided("c-2", { id: "o-2", expected: "none" }),
    rejected("c-3"),
    decided("c-4", { expected: 3 }),
  );
  expect(result).toMatchObject({
    outcomes: [
      { version: 3, position: { ordinal: 1 } },
      { version: 1, position: { ordinal: 2 } },
      { status: "rejected", code: "FULL" },
      { version: 4, position: { ordinal: 3 } },
    ],
  });
  // Two heads and the ordinals; four events, two heads, four records.
  expect({ ranges, written }).toEqual({ ranges: 3, written: 10 });
  const { events, streams, commands } = await rowsOf(t);
  expect(events.slice(1)).toEqual([
    ["o-1:2", 0, "c-1"],
    ["o-1:3", 1, "c-1"],
    ["o-2:1", 2, "c-2"],
    ["o-1:4", 3, "c-4"],
  ]);
  expect(streams).toMatchObject([{ version: 4, state: { value: { by: "c-4" } } }, { version: 1 }]);
  expect(commands).toEqual(["c-1", "c-2", "c-3", "c-4"]);
});

test.each([
  ["at another version", 7],
  ["that exists already", "none"],
] as const)("OR-1 a stream %s: nothing of any command is written", async (_what, expected) => {
  const t = initConvexTest();
  await appended(t, toOrder());
  const before = await rowsOf(t);
  const other = decided("c-1", { id: "o-2", expected: "none" });
  const { result } = await commit(t, other, decided("c-2", { expected }), rejected("c-3"));
  expect(result).toEqual({ status: "changed", command: 1 });
  expect(await rowsOf(t)).toEqual(before);
});

test("ST-13 a closed stream takes no command", async () => {
  const t = initConvexTest();
  await appended(t, toOrder());
  await t.mutation((ctx) =>
    store.closeStream(ctx, { ...orderKey(), reason: "done", actor: "ann" }),
  );
  const { result } = await commit(t, decided("c-1", { expected: 1 }));
  expect(result).toEqual({ status: "changed", command: 0 });
});

test("CB-2 a taken id is told before anything is loaded, and the misuse is audited", async () => {
  const t = initConvexTest();
  await commit(t, decided("c-1", { expected: "none" }));
  const opened = await open(t, "c-1", { actorId: "bob" });
  expect(opened).toEqual({ settlement: { status: "reused", differs: "caller" }, head: null });
  const misuses = await t.query((ctx) =>
    store.commands.listMisuses(ctx, { tenant: "", limit: 10 }),
  );
  expect(misuses).toMatchObject([{ commandId: "c-1", actorId: "bob", differs: "caller" }]);
});

test("ST-7 events of one commit and of later ones in the same mutation have ordinals in order", async () => {
  const t = initConvexTest();
  await t.mutation(async (ctx) => {
    await store.append(ctx, toOrder({ id: "o-3" }));
    await store.commit(ctx, [decided("c-1", { expected: "none" })]);
    await store.commit(ctx, [decided("c-2", { expected: 1 })]);
  });
  const { events } = await rowsOf(t);
  expect(events.map(([name, ordinal]) => [name, ordinal])).toEqual([
    ["o-3:1", 0],
    ["o-1:1", 1],
    ["o-1:2", 2],
  ]);
});

test("ST-4 what breaks a limit is refused before anything is written", async () => {
  const t = initConvexTest();
  const broken = decided("c-1", { id: "", expected: "none" });
  await expect(commit(t, rejected("c-0"), broken)).rejects.toThrow(/streamId is empty/);
  expect(await rowsOf(t)).toEqual({ events: [], streams: [], commands: [] });
});
