import { beforeEach, describe, expect, test } from "vitest";
import { createEngine, type Engine } from "../createEngine.js";
import { describeRead, type Read } from "../documents/read.js";
import { testApp } from "../../../test/engineApp/app.js";

const readsOf = async (engine: Engine, fn: string, args = {}) =>
  (await engine.footprint({ fn, args })).reads.map(describeRead);

async function engineWithOrders(): Promise<Engine> {
  const engine = await createEngine(testApp);
  for (const [customer, amount] of [
    ["a", 1],
    ["a", 2],
    ["a", 3],
    ["b", 4],
  ] as const) {
    await engine.call({ fn: "orders:create", args: { customer, amount } });
  }
  return engine;
}

describe("the read set of a query", () => {
  test("stops at the last row that take() delivered", async () => {
    const engine = await engineWithOrders();
    expect(await readsOf(engine, "orders:take", { customer: "a", n: 2 })).toEqual([
      'app.orders.by_customer [customer = "a"] up to a row',
    ]);
  });

  test("is the whole range when take() asks for more than there is", async () => {
    const engine = await engineWithOrders();
    expect(await readsOf(engine, "orders:take", { customer: "a", n: 4 })).toEqual([
      'app.orders.by_customer [customer = "a"]',
    ]);
  });

  test("is empty when nothing was asked for", async () => {
    const engine = await engineWithOrders();
    expect(await readsOf(engine, "orders:take", { customer: "a", n: 0 })).toEqual([]);
  });

  test("stops at the row that first() found and is the whole range when it found none", async () => {
    const engine = await engineWithOrders();
    expect(await readsOf(engine, "orders:first", { customer: "a" })).toEqual([
      'app.orders.by_customer [customer = "a"] up to a row',
    ]);
    expect(await readsOf(engine, "orders:first", { customer: "z" })).toEqual([
      'app.orders.by_customer [customer = "z"]',
    ]);
  });

  test("is the whole range when unique() found its only row", async () => {
    const engine = await engineWithOrders();
    expect(await readsOf(engine, "orders:unique", { customer: "b" })).toEqual([
      'app.orders.by_customer [customer = "b"]',
    ]);
  });

  test("stops where a loop breaks off", async () => {
    const engine = await engineWithOrders();
    const { reads } = await engine.footprint({ fn: "orders:untilBreak" });
    expect(reads).toMatchObject([{ kind: "range", index: "by_creation_time" }]);
    const { value } = await engine.call({ fn: "orders:all" });
    const second = (value as { _id: string; _creationTime: number }[])[1]!;
    expect((reads[0] as Read & { upTo: unknown }).upTo).toEqual([second._creationTime, second._id]);
  });

  test("covers a page from its cursor to its end only", async () => {
    const engine = await engineWithOrders();
    const first = { numItems: 2, cursor: null };
    expect(await readsOf(engine, "orders:page", first)).toEqual([
      "app.orders.by_creation_time [everything] up to a row",
    ]);
    const { value } = await engine.call({ fn: "orders:page", args: first });
    const cursor = (value as { continueCursor: string }).continueCursor;
    expect(await readsOf(engine, "orders:page", { numItems: 9, cursor })).toEqual([
      "app.orders.by_creation_time [everything] after a row",
    ]);
  });

  test("holds a document that was looked up by id, also one that is gone", async () => {
    const engine = await engineWithOrders();
    const { value: id } = await engine.call({
      fn: "orders:create",
      args: { customer: "x", amount: 1 },
    });
    expect(await readsOf(engine, "orders:get", { id })).toEqual([`app.orders document ${id}`]);
    await engine.call({ fn: "orders:remove", args: { id } as { id: string } });
    expect(await readsOf(engine, "orders:get", { id })).toEqual([`app.orders document ${id}`]);
  });

  test("names the component whose table was read", async () => {
    const engine = await engineWithOrders();
    expect(await readsOf(engine, "bank:balance", { account: "a" })).toEqual([
      'ledger.entries.by_account [account = "a"]',
    ]);
  });

  test("has nothing of a query on the begin snapshot, which does not see pending writes either", async () => {
    const engine = await createEngine(testApp);
    await engine.call({ fn: "log:append", args: { stream: "s" } });
    const { value, footprint } = await engine.call({ fn: "log:consumeStale", args: { after: 0n } });
    expect(value).toEqual(["s1"]);
    expect(footprint.reads).toEqual([]);
    expect(footprint.counts).toMatchObject({ calls: 1, docsRead: 1, indexRanges: 1 });
  });
});

describe("the read set of a mutation", () => {
  test.each(["orders:change", "orders:replace", "orders:remove"])(
    "has the document that %s changes",
    async (fn) => {
      const engine = await createEngine(testApp);
      const { value: id } = await engine.call({
        fn: "orders:create",
        args: { customer: "x", amount: 1 },
      });
      const extra =
        { "orders:change": { amount: 2 }, "orders:replace": { customer: "y" } }[fn] ?? {};
      const { reads, counts } = await engine.footprint({
        fn,
        args: { id: id as string, ...extra },
      });
      expect(reads).toEqual([{ kind: "document", component: "", table: "orders", id }]);
      expect(counts).toMatchObject({ docsRead: 1, indexRanges: 0, docsWritten: 1 });
    },
  );

  test("keeps what a nested mutation read before it failed, and none of its writes", async () => {
    const engine = await createEngine(testApp);
    const { footprint } = await engine.call({ fn: "orders:survive", args: { customer: "lost" } });
    expect(footprint.reads.map(describeRead)).toEqual([
      'app.orders.by_customer [customer = "read"]',
    ]);
    expect(footprint.writes.map(({ after }) => after?.customer)).toEqual(["survivor"]);
    const { value } = await engine.call({ fn: "orders:all" });
    expect(value).toMatchObject([{ customer: "survivor" }]);
  });
});

describe("a footprint", () => {
  let engine: Engine;
  beforeEach(async () => {
    engine = await createEngine(testApp);
  });

  test("leaves no trace in the data", async () => {
    const { writes } = await engine.footprint({
      fn: "orders:create",
      args: { customer: "a", amount: 1 },
    });
    expect(writes).toMatchObject([{ op: "insert", table: "orders", before: null }]);
    expect((await engine.call({ fn: "orders:all" })).value).toEqual([]);
  });

  test("throws what the function throws", async () => {
    await expect(engine.footprint({ fn: "orders:fail", args: { customer: "a" } })).rejects.toThrow(
      "no such luck",
    );
    await expect(engine.call({ fn: "orders:fail", args: { customer: "a" } })).rejects.toThrow(
      "no such luck",
    );
  });

  test("is refused for an action, which is not a transaction", async () => {
    await expect(
      engine.footprint({ fn: "orders:laterFromAction", args: { ms: 1 } }),
    ).rejects.toThrow("is an action");
  });

  test("is refused for a function the app does not have", async () => {
    await expect(engine.footprint({ fn: "orders:nothing" })).rejects.toThrow(
      'unknown function "orders:nothing"',
    );
  });

  test("counts calls of the top-level function apart from those below it", async () => {
    const { counts } = await engine.footprint({ fn: "orders:deep", args: { depth: 3 } });
    expect(counts).toMatchObject({ calls: 1, nestedCalls: 3 });
  });

  test("counts documents and bytes by table and not the recorder's own look-ups", async () => {
    await engine.call({ fn: "log:append", args: { stream: "s" } });
    const { counts, byTable } = await engine.footprint({ fn: "log:append", args: { stream: "s" } });
    expect(counts).toMatchObject({ indexRanges: 2, docsRead: 1, docsWritten: 1, scheduled: 0 });
    expect(byTable).toEqual({
      "app.log": { indexRanges: 2, docsRead: 1, docsWritten: 1, bytesWritten: 102 },
    });
    expect(counts.bytesWritten).toBe(102);
  });

  test("keeps tables of a component apart from the app's", async () => {
    const { byTable } = await engine.footprint({ fn: "bank:post", args: { account: "a" } });
    expect(byTable).toEqual({
      "ledger.entries": {
        indexRanges: 0,
        docsRead: 0,
        docsWritten: 1,
        bytesWritten: expect.any(Number),
      },
    });
  });

  test("counts scheduled functions without counting their rows", async () => {
    const { counts, writes } = await engine.footprint({ fn: "orders:later", args: { ms: 1000 } });
    expect(counts).toMatchObject({ scheduled: 1, docsWritten: 0 });
    expect(writes).toMatchObject([{ op: "schedule", table: "_scheduled_functions" }]);
  });

  test("adds up the transactions of an action", async () => {
    const { footprint } = await engine.call({ fn: "orders:laterFromAction", args: { ms: 1000 } });
    expect(footprint.counts).toMatchObject({ calls: 1, docsWritten: 1, scheduled: 1 });
  });

  test("reports metrics to the function that ignore the recorder's look-ups", async () => {
    const { value: id } = await engine.call({
      fn: "orders:create",
      args: { customer: "a", amount: 1 },
    });
    const { value } = await engine.call({ fn: "orders:metrics", args: { id: id as string } });
    expect(value).toEqual([2, 1, 1]);
  });
});
