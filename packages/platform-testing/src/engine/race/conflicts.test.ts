import { expect, test } from "vitest";
import { createEngine } from "../createEngine.js";
import { testApp } from "../../../test/engineApp/app.js";

const append = (stream: string) => ({ fn: "log:append", args: { stream } });

test("two appends to different streams do not conflict, though both look for their own position", async () => {
  const engine = await createEngine(testApp);
  await engine.call(append("a"));
  expect(await engine.conflicts(append("a"), append("b"))).toEqual([]);
});

test("two appends to the same stream conflict, and the report names range, reader and writer", async () => {
  const engine = await createEngine(testApp);
  await engine.call(append("a"));
  const [conflict, other] = await engine.conflicts(append("a"), append("a"));
  expect(conflict).toEqual({
    reader: "log:append",
    writer: "log:append",
    range: 'app.log.by_stream [stream = "a"] up to a row',
    message:
      'log:append reads app.log.by_stream [stream = "a"] up to a row; log:append inserts into it',
  });
  expect(other).toEqual(conflict);
});

test("two appends that make the same new stream conflict", async () => {
  const engine = await createEngine(testApp);
  expect(await engine.conflicts(append("new"), append("new"))).not.toEqual([]);
});

test("two transactions that each append twice and meet their own rows do not conflict", async () => {
  const engine = await createEngine(testApp);
  const twice = (stream: string) => ({ fn: "log:appendTwice", args: { stream } });
  expect(await engine.conflicts(twice("a"), twice("b"))).toEqual([]);
});

test("a range open to the future conflicts with a write at the commit timestamp", async () => {
  const engine = await createEngine(testApp);
  const consume = { fn: "log:consume", args: { after: 0n } };
  expect(await engine.conflicts(consume, append("a"))).toMatchObject([
    { reader: "log:consume", writer: "log:append", range: "app.log.by_position [position > 0n]" },
  ]);
});

test("a query on the begin snapshot conflicts with nothing", async () => {
  const engine = await createEngine(testApp);
  const consume = { fn: "log:consumeStale", args: { after: 0n } };
  expect(await engine.conflicts(consume, append("a"))).toEqual([]);
});

test("blind inserts, two scheduled functions and two calls into a component do not conflict", async () => {
  const engine = await createEngine(testApp);
  const create = { fn: "orders:create", args: { customer: "a", amount: 1 } };
  const later = { fn: "orders:later", args: { ms: 1000 } };
  const post = { fn: "bank:post", args: { account: "a" } };
  expect(await engine.conflicts(create, create)).toEqual([]);
  expect(await engine.conflicts(later, later)).toEqual([]);
  expect(await engine.conflicts(post, post)).toEqual([]);
});

test("a read through a component conflicts with a write through it", async () => {
  const engine = await createEngine(testApp);
  const balance = { fn: "bank:balance", args: { account: "a" } };
  expect(await engine.conflicts(balance, { fn: "bank:post", args: { account: "b" } })).toEqual([]);
  expect(
    await engine.conflicts(balance, { fn: "bank:post", args: { account: "a" } }),
  ).toMatchObject([{ range: 'ledger.entries.by_account [account = "a"]', writer: "bank:post" }]);
});

test("changes of two documents do not conflict, two changes of one do", async () => {
  const engine = await createEngine(testApp);
  const create = { fn: "orders:create", args: { customer: "a", amount: 1 } };
  const ids = [(await engine.call(create)).value, (await engine.call(create)).value] as string[];
  const change = (id: string) => ({ fn: "orders:change", args: { id, amount: 2 } });
  expect(await engine.conflicts(change(ids[0]!), change(ids[1]!))).toEqual([]);
  expect(await engine.conflicts(change(ids[0]!), change(ids[0]!))).not.toEqual([]);
});

test("an insert outside of the page that was read does not conflict", async () => {
  const engine = await createEngine(testApp);
  for (const amount of [1, 2])
    await engine.call({ fn: "orders:create", args: { customer: "a", amount } });
  const { reads } = await engine.footprint({
    fn: "orders:page",
    args: { numItems: 1, cursor: null },
  });
  expect(reads).toMatchObject([{ upTo: [expect.any(Number), expect.any(String)] }]);
});

test("a mutation that writes nothing never conflicts, whatever it read", async () => {
  const engine = await createEngine(testApp);
  const create = { fn: "orders:create", args: { customer: "a", amount: 1 } };
  const count = { fn: "orders:countThenCreate", args: { customer: "a" } };
  expect(await engine.conflicts({ fn: "orders:look" }, create)).toEqual([]);
  expect(await engine.conflicts(count, create)).not.toEqual([]);
});

test("a bound on the position up to the snapshot keeps out what commits later, one ahead of it may not", async () => {
  const engine = await createEngine(testApp);
  await engine.call(append("a"));
  const { value: now } = await engine.call({ fn: "log:last" });
  const upTo = (position: bigint) => ({ fn: "log:consumeUpTo", args: { position } });
  expect(await engine.conflicts(upTo(now as bigint), append("b"))).toEqual([]);
  expect(await engine.conflicts(upTo((now as bigint) + 1n), append("b"))).toHaveLength(1);
});
