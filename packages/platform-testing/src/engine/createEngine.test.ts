import { afterEach, expect, test, vi } from "vitest";
import { makeFunctionReference } from "convex/server";
import { convexTest } from "convex-test";
import { createEngine, type Engine } from "./createEngine.js";
import type { Handle } from "./frame/handle.js";
import { handleOf, testApp } from "../../test/engineApp/app.js";

const dayMs = 24 * 60 * 60 * 1000;
const customers = async (engine: Engine) =>
  ((await engine.call({ fn: "orders:all" })).value as { customer: string }[]).map(
    (o) => o.customer,
  );

afterEach(() => {
  vi.useRealTimers();
});

test("engines do not share data, one after another or side by side", async () => {
  const [one, two] = [await createEngine(testApp), await createEngine(testApp)];
  await Promise.all([
    one.call({ fn: "orders:create", args: { customer: "one", amount: 1 } }),
    two.call({ fn: "orders:create", args: { customer: "two", amount: 1 } }),
  ]);
  expect(await customers(one)).toEqual(["one"]);
  expect(await customers(two)).toEqual(["two"]);
});

test("a plain convex-test beside an engine works as ever", async () => {
  const engine = await createEngine(testApp);
  const plain = convexTest({ schema: testApp[""]!.schema!, modules: testApp[""]!.modules });
  await plain.run(
    (ctx) => ctx.db.insert("orders", { customer: "plain", amount: 1 }) as Promise<unknown>,
  );
  expect(await plain.run((ctx) => ctx.db.query("orders").collect())).toHaveLength(1);
  expect(await customers(engine)).toEqual([]);
});

test("everything convex-test's handle can do still works", async () => {
  const engine = await createEngine(testApp);
  const t = handleOf(engine).withIdentity({ subject: "ann" });
  const id = await t.run((ctx) => ctx.db.insert("orders", { customer: "c", amount: 1 }));
  expect(await t.query((ctx) => ctx.db.get("orders", id))).toMatchObject({ customer: "c" });
  expect(await t.query(makeFunctionReference<"query">("orders:whoAmI"))).toBe("ann");
  await t.mutation((ctx) => ctx.db.delete("orders", id));
  expect(await customers(engine)).toEqual([]);
});

test("a component can be registered later", async () => {
  const { "": app, ledger } = testApp;
  const engine = await createEngine({ "": app! });
  engine.t.registerComponent("ledger", ledger!.schema!, ledger!.modules);
  const { footprint } = await engine.call({ fn: "bank:post", args: { account: "a" } });
  expect(footprint.writes).toMatchObject([{ component: "ledger", table: "entries" }]);
});

test("a scheduled function runs under fake timers with no trace of the one that scheduled it", async () => {
  vi.useFakeTimers();
  const engine = await createEngine(testApp);
  const { footprint } = await engine.call({ fn: "orders:later", args: { ms: 1000 } });
  await engine.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  expect(await customers(engine)).toEqual(["later"]);
  expect(footprint.counts.docsWritten).toBe(0);
});

test.each(["orders:later", "orders:laterFromAction"])(
  "%s can schedule further ahead than a timer reaches",
  async (fn) => {
    vi.useFakeTimers();
    const engine = await createEngine(testApp);
    await engine.call({ fn, args: { ms: 60 * dayMs } });
    await vi.advanceTimersByTimeAsync(59 * dayMs);
    await engine.t.finishInProgressScheduledFunctions();
    expect(await customers(engine)).not.toContain("later");
    await vi.advanceTimersByTimeAsync(2 * dayMs);
    await engine.t.finishInProgressScheduledFunctions();
    expect(await customers(engine)).toContain("later");
  },
);

test("a footprint that schedules leaves nothing to run", async () => {
  vi.useFakeTimers();
  const engine = await createEngine(testApp);
  await engine.footprint({ fn: "orders:later", args: { ms: 0 } });
  await engine.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
  expect(await customers(engine)).toEqual([]);
});

test("a request started by code that a function left behind runs as the app, not as that function", async () => {
  const engine = await createEngine(testApp);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const late: { result?: Promise<{ value: unknown }> } = {};
  const afterRelease = async () => {
    await released;
    return engine.call({ fn: "orders:all" });
  };
  await (engine.t as Handle).runInComponent("ledger", async () => {
    late.result = afterRelease();
  });
  release();
  expect(await late.result).toMatchObject({ value: [] });
});

test("a call from inside a function is refused instead of waiting for ever", async () => {
  const engine = await createEngine(testApp);
  const inside = engine.t.run(async () => engine.call({ fn: "orders:all" }));
  await expect(inside).rejects.toThrow("from inside a function");
});
