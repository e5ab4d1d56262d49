import { expect, test } from "vitest";
import { createEngine } from "../createEngine.js";
import { testApp } from "../../../test/engineApp/app.js";

const append = (stream: string) => ({ fn: "log:append", args: { stream } });
const times = <T>(n: number, make: (i: number) => T) =>
  Array.from({ length: n }, (_, i) => make(i));

test("operations that do not conflict all commit in the first round", async () => {
  const engine = await createEngine(testApp);
  const report = await engine.race(times(8, (i) => append(`s${i}`)));
  expect(report.rounds).toBe(1);
  expect(report.outcomes.map(({ status, attempts }) => [status, attempts])).toEqual(
    times(8, () => ["committed", 1]),
  );
  expect(report.commitOrder.toSorted()).toEqual(times(8, (i) => i));
});

test("one of the conflicting operations commits per round, and the others name the range that made them run again", async () => {
  const engine = await createEngine(testApp);
  const report = await engine.race(times(3, () => append("s")));
  const byCommit = report.commitOrder.map((index) => report.outcomes[index]!);
  expect(report.rounds).toBe(3);
  expect(byCommit.map(({ attempts }) => attempts)).toEqual([1, 2, 3]);
  expect(byCommit[1]?.conflicts.map(({ range }) => range)).toEqual([
    'app.log.by_stream [stream = "s"]',
  ]);
});

test("a client's command fails as CONTENTION after four re-runs", async () => {
  const engine = await createEngine(testApp);
  const report = await engine.race(times(7, () => append("s")));
  const failed = report.outcomes.filter(({ status }) => status === "failed");
  expect(report.commitOrder).toHaveLength(5);
  expect(failed).toMatchObject(times(2, () => ({ code: "CONTENTION", attempts: 5, sends: 1 })));
  expect(String((failed[0] as { error: unknown }).error)).toContain("by_stream");
});

test("a scheduled function runs again without limit", async () => {
  const engine = await createEngine(testApp);
  const report = await engine.race(
    times(7, () => append("s")),
    { scheduled: true },
  );
  expect(report.commitOrder).toHaveLength(7);
  expect(report.rounds).toBe(7);
});

test("a client that retries sends the command again after CONTENTION", async () => {
  const engine = await createEngine(testApp);
  const report = await engine.race(
    times(7, () => append("s")),
    { clientRetries: 1 },
  );
  expect(report.commitOrder).toHaveLength(7);
  expect(report.outcomes.filter(({ sends }) => sends === 2)).toHaveLength(2);
});

test("the seed decides who wins, and the same seed decides the same", async () => {
  const winners = async (seed: number) => {
    const engine = await createEngine(testApp);
    return (
      await engine.race(
        times(5, () => append("s")),
        { seed },
      )
    ).commitOrder;
  };
  const first = await winners(1);
  expect(await winners(1)).toEqual(first);
  const others = await Promise.all([2, 3, 4].map(winners));
  expect(others.some((order) => String(order) !== String(first))).toBe(true);
});

test("each attempt sees what committed before it, and no update is lost", async () => {
  const engine = await createEngine(testApp);
  const operations = times(4, () => ({ fn: "orders:countThenCreate", args: { customer: "c" } }));
  const { outcomes, commitOrder } = await engine.race(operations);
  const values = commitOrder
    .map((index) => outcomes[index])
    .map((o) => o?.status === "committed" && o.value);
  expect(values).toEqual([0, 1, 2, 3]);
});

test("an operation that throws is settled with its error and disturbs nobody", async () => {
  const engine = await createEngine(testApp);
  const { outcomes } = await engine.race([
    { fn: "orders:fail", args: { customer: "a" } },
    append("s"),
    { fn: "orders:first", args: { customer: "a" } },
  ]);
  expect(outcomes).toMatchObject([
    { status: "failed", code: "THREW", attempts: 1, error: { message: "no such luck" } },
    { status: "committed" },
    { status: "committed", value: null },
  ]);
});

test("every operation keeps its own identity", async () => {
  const engine = await createEngine(testApp);
  const ask = (subject: string) => ({ fn: "orders:whoAmI", identity: { subject } });
  const { outcomes } = await engine.race([ask("ann"), ask("bob")]);
  expect(outcomes).toMatchObject([{ value: "ann" }, { value: "bob" }]);
});
