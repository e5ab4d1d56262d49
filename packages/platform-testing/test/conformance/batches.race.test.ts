import { describe, expect, test } from "vitest";
import type { RaceReport } from "../../src/engine/race/race.js";
import { accountOf, operation, start, withdraws, type Outcome } from "./accountApp.js";

type Ended = Outcome | { status: "executed"; items: { status: string }[] };
const values = (race: RaceReport) =>
  race.outcomes.map((end) => (end.status === "committed" ? (end.value as Ended) : end.code));
const countOf = (race: RaceReport, indexes: number[], status: string) =>
  indexes.filter((index) => {
    const value = values(race)[index];
    return typeof value === "object" && value.status === status;
  }).length;

const move = (command: string, accountId: string) => ({ command, args: { accountId, cents: 1 } });
/** Takes 1 from "a" and puts it on "b", both or neither. */
const transfer = (commandId: string) =>
  operation(
    "batch",
    { items: [move("withdraw", "a"), move("deposit", "b")] },
    { meta: { commandId } },
  );
const K = 20;
const indexesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, n) => first + n);

describe.each([1, 2, 3])("seed %i", (seed) => {
  test("CB-6 batches racing single commands: each batch happens whole or not at all", async () => {
    const engine = await start(K);
    const batches = indexesFrom(0, K).map((n) => transfer(`b-${n}`));
    const singles = indexesFrom(0, K).map((n) => withdraws("a", { meta: { commandId: `c-${n}` } }));
    const race = await engine.race([...batches, ...singles], { seed, clientRetries: 40 });
    const whole = countOf(race, indexesFrom(0, K), "executed");
    const taken = countOf(race, indexesFrom(K, K), "executed");
    const [a, b] = [await accountOf(engine, "a"), await accountOf(engine, "b")];
    expect(whole + taken).toBe(K);
    expect([a.row?.cents, b.row?.cents]).toEqual([0, K + whole]);
    expect(a.loaded.state).toEqual(a.folded);
    expect(b.loaded.state).toEqual(b.folded);
  });

  test("CB-6 what a batch could not have is told with the item that could not", async () => {
    const engine = await start(1);
    const race = await engine.race([transfer("b-1"), transfer("b-2"), transfer("b-3")], { seed });
    const rejected = values(race).filter(
      (value) => typeof value === "object" && value.status === "rejected",
    );
    expect(rejected).toHaveLength(2);
    for (const one of rejected) {
      expect(one).toMatchObject({
        code: "BATCH_ITEM_REJECTED",
        details: { index: 0, outcome: { code: "INSUFFICIENT_FUNDS", details: { balance: 0 } } },
      });
    }
  });

  test("CB-6 of K concurrent repeats of a batch exactly one runs, and all get its outcome", async () => {
    const engine = await start(K);
    const race = await engine.race(Array<ReturnType<typeof transfer>>(K).fill(transfer("b-1")), {
      seed,
      clientRetries: 5,
    });
    const winner = values(race)[race.commitOrder[0] ?? -1];
    expect(winner).toMatchObject({ status: "executed", items: [{}, {}] });
    expect(values(race)).toEqual(Array(K).fill(winner));
    expect((await accountOf(engine, "b")).row).toMatchObject({ cents: K + 1 });
  });

  test("CB-6 a batch and one of its items sent alone under the item's id: it happens once", async () => {
    const engine = await start(K);
    const alone = withdraws("a", { meta: { commandId: "b-1:0" } });
    const race = await engine.race([transfer("b-1"), alone], { seed, clientRetries: 5 });
    expect(countOf(race, [0, 1], "executed")).toBe(2);
    expect((await accountOf(engine, "a")).row).toMatchObject({ cents: K - 1 });
  });
});

test("CB-6 batches of different aggregates do not conflict", async () => {
  const engine = await start(K);
  const one = operation("batch", { items: [move("deposit", "a")] });
  const other = operation("batch", { items: [move("deposit", "b")] });
  expect(await engine.conflicts(one, other)).toEqual([]);
});
