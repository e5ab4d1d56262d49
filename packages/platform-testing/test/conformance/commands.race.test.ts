import { describe, expect, test } from "vitest";
import type { Operation } from "../../src/engine/frame/operation.js";
import type { RaceReport } from "../../src/engine/race/race.js";
import {
  accountOf,
  deposits,
  opens,
  operation,
  start,
  withdraws,
  type Meta,
  type Outcome,
} from "./accountApp.js";

const values = (race: RaceReport) =>
  race.outcomes.map((end) => (end.status === "committed" ? (end.value as Outcome) : end.code));
const inCommitOrder = (race: RaceReport) =>
  race.commitOrder.map((index) => values(race)[index] as Outcome);
const ofStatus = <Status extends Outcome["status"]>(race: RaceReport, status: Status) =>
  inCommitOrder(race).filter(
    (outcome): outcome is Extract<Outcome, { status: Status }> => outcome.status === status,
  );
const N = 50;
const times = <T>(count: number, make: (n: number) => T) =>
  Array.from({ length: count }, (_, n) => make(n));
const numbered = (n: number) => ({ meta: { commandId: `c-${n}` } });

describe.each([1, 2, 3])("seed %i", (seed) => {
  test("OR-1 50 commands on one aggregate have one order of effects, and every outcome is explained by it", async () => {
    const engine = await start(20);
    const race = await engine.race(
      times(N, (n) => withdraws("a", numbered(n))),
      { seed, clientRetries: 20 },
    );
    const executed = ofStatus(race, "executed");
    const rejected = ofStatus(race, "rejected");
    expect(executed.map(({ version }) => version)).toEqual(times(20, (n) => n + 3));
    expect(rejected).toHaveLength(N - 20);
    for (const { code, details } of rejected) {
      expect({ code, details }).toEqual({ code: "INSUFFICIENT_FUNDS", details: { balance: 0 } });
    }
    const { versions, loaded, folded, row } = await accountOf(engine, "a");
    expect(versions).toEqual(times(22, (n) => n + 1));
    expect(loaded).toEqual({ version: 22, state: folded });
    expect(row).toMatchObject({ cents: 0 });
  });

  test("OR-1 positions of what was executed ascend in the order of versions", async () => {
    const engine = await start(20);
    const race = await engine.race(
      times(N, (n) => withdraws("a", numbered(n))),
      { seed, clientRetries: 20 },
    );
    const positions = ofStatus(race, "executed").map(({ position }) => position!.commitTs);
    expect(positions).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(positions).size).toBe(20);
  });

  test("OR-2 a command that gives up as CONTENTION has left nothing behind, and its id executes later", async () => {
    const engine = await start(100);
    const commands = times(N, (n) => withdraws("a", numbered(n)));
    const race = await engine.race(commands, { seed });
    const gaveUp = commands.filter((_, n) => values(race)[n] === "CONTENTION");
    const executed = ofStatus(race, "executed");
    expect(gaveUp.length + executed.length).toBe(N);
    expect(gaveUp.length).toBeGreaterThan(0);
    expect((await accountOf(engine, "a")).loaded.version).toBe(2 + executed.length);
    for (const command of gaveUp) await engine.call(command);
    expect(await accountOf(engine, "a")).toMatchObject({
      loaded: { version: 2 + N },
      row: { cents: 50 },
    });
  });

  test("OR-1 who loses a race loses it on the aggregate's own documents", async () => {
    const engine = await start();
    const race = await engine.race(
      times(5, (n) => withdraws("a", numbered(n))),
      { seed },
    );
    const ranges = new Set(
      race.outcomes.flatMap(({ conflicts }) => conflicts.map(({ range }) => range)),
    );
    expect(ranges.size).toBeGreaterThan(0);
    const tables = [...ranges].map((range) => range.split(" ")[0]);
    expect(tables.toSorted()).toEqual([
      "app.balances",
      "app.balances.by_key",
      "eventStore.streams",
      "eventStore.streams.by_stream",
    ]);
  });

  test("CB-1 of 20 concurrent sends of one command id one executes, all others get its outcome", async () => {
    const engine = await start();
    const meta = { commandId: "c-1" };
    const race = await engine.race(
      times(20, () => withdraws("a", { meta })),
      { seed },
    );
    const [winner, ...others] = inCommitOrder(race);
    expect(winner).toMatchObject({
      status: "executed",
      position: { commitTs: expect.any(BigInt) },
    });
    expect(others).toEqual(Array(19).fill(winner));
    expect(await accountOf(engine, "a")).toMatchObject({
      loaded: { version: 3 },
      row: { cents: 19 },
    });
  });

  test("CB-1 of 20 concurrent sends of a command that is rejected all get the one rejection", async () => {
    const engine = await start(0);
    const meta = { commandId: "c-1" };
    const race = await engine.race(
      times(20, () => withdraws("a", { meta })),
      { seed },
    );
    const [winner, ...others] = inCommitOrder(race);
    expect(winner).toMatchObject({ status: "rejected", code: "INSUFFICIENT_FUNDS" });
    expect(others).toEqual(Array(19).fill(winner));
  });

  test("CB-2 of 20 concurrent callers of one command id one executes, the others are refused", async () => {
    const engine = await start();
    const meta = { commandId: "c-1" };
    const race = await engine.race(
      times(20, (n) => withdraws("a", { meta, user: `u-${n}` })),
      { seed },
    );
    expect(ofStatus(race, "executed")).toHaveLength(1);
    const refused = ofStatus(race, "refused").map(({ code, details }) => ({ code, details }));
    expect(refused).toEqual(
      Array(19).fill({ code: "COMMAND_ID_REUSED", details: { differs: "caller" } }),
    );
  });

  test("AG-10 of 20 concurrent creations one wins, the others are rejected ALREADY_EXISTS", async () => {
    const engine = await start();
    const race = await engine.race(
      times(20, (n) => opens("new", numbered(n))),
      { seed, clientRetries: 5 },
    );
    expect(ofStatus(race, "executed")).toMatchObject([{ version: 1 }]);
    const codes = ofStatus(race, "rejected").map(({ code }) => code);
    expect(codes).toEqual(Array(19).fill("ALREADY_EXISTS"));
  });

  test("OR-6 of 20 concurrent commands that expect one version one wins, the others are STALE_VERSION", async () => {
    const engine = await start();
    const expecting = times(20, (n) =>
      deposits("a", { meta: { commandId: `c-${n}`, expectedVersion: 2 } }),
    );
    const race = await engine.race(expecting, { seed, clientRetries: 5 });
    expect(ofStatus(race, "executed")).toMatchObject([{ version: 3 }]);
    const rejected = ofStatus(race, "rejected").map(({ code, details }) => ({ code, details }));
    const stale = { code: "STALE_VERSION", details: { expected: 2, actual: 3 } };
    expect(rejected).toEqual(Array(19).fill(stale));
  });

  test("OR-1 50 commands on 50 aggregates never wait for each other", async () => {
    const engine = await start();
    const race = await engine.race(
      times(N, (n) => opens(`new-${n}`, numbered(n))),
      { seed },
    );
    expect(race.rounds).toBe(1);
    expect(ofStatus(race, "executed")).toHaveLength(N);
  });
});

describe("two commands on different aggregates share no document and no range that either writes", () => {
  const kinds: Record<string, (id: "a" | "b", meta: Meta) => Operation> = {
    "a creation": (id, meta) => opens(`new-${id}`, { meta }),
    "an executed command": (id, meta) => deposits(id, { meta }),
    "a rejected command": (id, meta) =>
      operation("withdraw", { accountId: id, cents: 999 }, { meta }),
    "a command that finds nothing": (id, meta) => deposits(`none-${id}`, { meta }),
    "a command without an id": (id) => deposits(id),
  };
  const pairs = Object.keys(kinds).flatMap((one) =>
    Object.keys(kinds).map((other) => [one, other] as const),
  );

  test.each(pairs)("OR-1 %s and %s", async (one, other) => {
    const engine = await start();
    const first = kinds[one]!("a", { commandId: "c-1" });
    const second = kinds[other]!("b", { commandId: "c-2" });
    expect(await engine.conflicts(first, second)).toEqual([]);
  });

  test("OR-4 the same ids in two tenants are different aggregates and different commands", async () => {
    const engine = await start();
    const meta = { commandId: "c-1" };
    const conflicts = await engine.conflicts(
      opens("new", { meta }),
      opens("new", { meta, tenant: "acme" }),
    );
    expect(conflicts).toEqual([]);
  });

  test("OR-1 the recorder sees a conflict where there is one", async () => {
    const engine = await start();
    const [first, second] = [deposits("a", numbered(1)), deposits("a", numbered(2))];
    expect(await engine.conflicts(first, second)).not.toEqual([]);
  });
});
