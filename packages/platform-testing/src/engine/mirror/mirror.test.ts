import { convexTest } from "convex-test";
import { expect, test, vi } from "vitest";
import { currentSeam, replaceSeam } from "../frame/convexGlobal.js";
import { createEngine, type Engine } from "../createEngine.js";
import { testApp } from "../../../test/engineApp/app.js";

const create = (engine: Engine, customer: string, amount: number) =>
  engine.call({ fn: "orders:create", args: { customer, amount } });
const amounts = ({ value }: { value: unknown }) =>
  (value as { amount: number }[]).map(({ amount }) => amount);
const take = { fn: "orders:take", args: { customer: "a", n: 9 } };

test("an indexed query is answered without convex-test scanning its documents", async () => {
  convexTest({ modules: { "./_generated/api.js": async () => ({}) } });
  const base = currentSeam();
  const syscall = vi.fn((op: string, json: string) => base.syscall(op, json));
  const asyncSyscall = (op: string, json: string) => base.asyncSyscall(op, json);
  replaceSeam({ syscall, asyncSyscall, jsSyscall: (op, args) => base.jsSyscall(op, args) });
  const streams = () => syscall.mock.calls.filter(([op]) => op === "1.0/queryStream").length;
  const plain = await createEngine(testApp);
  await plain.call(take);
  expect(streams()).toBe(1);
  const engine = await createEngine(testApp, { mirror: true });
  await create(engine, "a", 1);
  expect(amounts(await engine.call(take))).toEqual([1]);
  expect(streams()).toBe(1);
  replaceSeam(base);
});

test("what tests write with t.run is in the mirror", async () => {
  const engine = await createEngine(testApp, { mirror: true });
  await engine.t.run(
    (ctx) => ctx.db.insert("orders", { customer: "a", amount: 7 }) as Promise<unknown>,
  );
  expect(amounts(await engine.call(take))).toEqual([7]);
});

test("writes that were rolled back never reach the mirror", async () => {
  const engine = await createEngine(testApp, { mirror: true });
  await create(engine, "a", 1);
  await engine.footprint({ fn: "orders:create", args: { customer: "a", amount: 2 } });
  await expect(engine.call({ fn: "orders:fail", args: { customer: "a" } })).rejects.toThrow("luck");
  await expect(engine.call({ fn: "orders:brokenPromise" })).rejects.toThrow("Return value");
  await engine.call({ fn: "orders:survive", args: { customer: "a" } });
  expect(amounts(await engine.call(take))).toEqual([1]);
});

test("a query on the begin snapshot does not see the caller's pending writes", async () => {
  const engine = await createEngine(testApp, { mirror: true });
  await engine.call({ fn: "log:append", args: { stream: "s" } });
  const { value } = await engine.call({ fn: "log:consumeStale", args: { after: 0n } });
  expect(value).toEqual(["s1"]);
});

test("commit timestamps are read back, across components too", async () => {
  const engine = await createEngine(testApp, { mirror: true });
  const { value: position } = await engine.call({ fn: "log:append", args: { stream: "s" } });
  await engine.call({ fn: "bank:post", args: { account: "a" } });
  expect((await engine.call({ fn: "log:last" })).value).toBe(position);
  expect(
    (await engine.call({ fn: "log:page", args: { after: position as bigint } })).value,
  ).toEqual([]);
  expect(
    (await engine.call({ fn: "log:page", args: { after: (position as bigint) - 1n } })).value,
  ).toEqual(["s1"]);
});

test.each([false, true])(
  "a page keeps the end it was given when its last row goes (mirror: %s)",
  async (mirror) => {
    const engine = await createEngine(testApp, { mirror });
    const ids = [
      (await create(engine, "a", 1)).value,
      (await create(engine, "a", 2)).value,
      (await create(engine, "a", 3)).value,
    ];
    const page = async (options: object) =>
      (await engine.call({ fn: "orders:page", args: { numItems: 2, cursor: null, ...options } }))
        .value as {
        page: { amount: number }[];
        continueCursor: string;
        isDone: boolean;
      };
    const { continueCursor: endCursor } = await page({});
    await engine.call({ fn: "orders:remove", args: { id: ids[1] as string } });
    const again = await page({ endCursor });
    expect(again).toMatchObject({
      page: [{ amount: 1 }],
      continueCursor: endCursor,
      isDone: false,
    });
  },
);

test.each([false, true])("only one page may be read per function (mirror: %s)", async (mirror) => {
  const engine = await createEngine(testApp, { mirror });
  await expect(engine.call({ fn: "orders:twoPages" })).rejects.toThrow("single paginated query");
});

test.each([false, true])(
  "an index that is not declared is refused (mirror: %s)",
  async (mirror) => {
    const engine = await createEngine(testApp, { mirror });
    const wrong = (index: string, field: string) =>
      engine.t.run((ctx) =>
        ctx.db
          .query("orders")
          .withIndex(index as never, (q) => q.eq(field as never, 1 as never))
          .collect(),
      );
    await expect(wrong("by_nothing", "customer")).rejects.toThrow("not declared");
    await expect(wrong("by_customer", "amount")).rejects.toThrow("Incorrect field");
  },
);
