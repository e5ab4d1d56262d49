import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { Account } from "../../test/bank.js";
import { ann, api, as, failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { platform } from "../../test/platform.js";

type At = Parameters<typeof platform.stateAt>[2];
const stateAt = (t: App, at: At) => as(t).query((ctx) => platform.stateAt(ctx, Account, at));

type Outcome = { position?: { commitTs: bigint } | null };
const timeOf = (outcome: Outcome) => outcome.position!.commitTs;

/** An account that is opened, gets 5 and then 2 times 10 in one command; with the commit time of each. */
async function withPast() {
  const t = initConvexTest();
  const opened = await as(t).mutation(api.openAccount, { accountId: "a", owner: "ann" });
  const first = await as(t).mutation(api.makeDeposit, { accountId: "a", cents: 5 });
  const others = { accountId: "a", amounts: [10, 10] };
  const second = await as(t).mutation(api.depositAll, others);
  const times = [opened, first, second].map((outcome) => timeOf(outcome as Outcome));
  return { t, opened: times[0]!, first: times[1]!, second: times[2]! };
}
const state = (cents: number) => ({ owner: "ann", cents, closed: false });

describe("by version", () => {
  test.each([
    [1, 0],
    [2, 5],
    [3, 15],
    [4, 25],
  ])("AG-8 the state as of version %i", async (version, cents) => {
    const { t } = await withPast();
    expect(await stateAt(t, { id: "a", version })).toEqual({
      id: "a",
      version,
      state: state(cents),
    });
  });

  test("AG-8 before the first event there is none", async () => {
    const { t } = await withPast();
    expect(await stateAt(t, { id: "a", version: 0 })).toBeNull();
    expect(await stateAt(t, { id: "unknown", version: 1 })).toBeNull();
  });

  test("AG-8 a version that is not reached yet gives the last one, and says so", async () => {
    const { t } = await withPast();
    expect(await stateAt(t, { id: "a", version: 9 })).toMatchObject({ version: 4 });
  });

  test.each([-1, 1.5])("AG-8 %s is not a version", async (version) => {
    const { t } = await withPast();
    const failure = await failureOf(stateAt(t, { id: "a", version }));
    expect(failure).toMatchObject({ code: "NUMBER_INVALID" });
  });
});

describe("by commit time", () => {
  test("AG-8 the state as of a commit time, in nanoseconds as a bigint", async () => {
    const { t, first, second } = await withPast();
    expect(await stateAt(t, { id: "a", time: first })).toMatchObject({ version: 2 });
    expect(await stateAt(t, { id: "a", time: second - 1n })).toMatchObject({ version: 2 });
    expect(await stateAt(t, { id: "a", time: second })).toMatchObject({ state: state(25) });
  });

  test("AG-8 before the first commit there is none", async () => {
    const { t, opened } = await withPast();
    expect(await stateAt(t, { id: "a", time: opened - 1n })).toBeNull();
    expect(await stateAt(t, { id: "a", time: 0 })).toBeNull();
  });

  test("AG-8 a time in milliseconds holds all of that millisecond", async () => {
    // Under a clock that stands still, every commit is some nanoseconds after the one before.
    vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) });
    const { t, opened, second } = await withPast();
    const ms = Date.now();
    vi.useRealTimers();
    expect(opened / 1_000_000n).toBe(second / 1_000_000n);
    expect(await stateAt(t, { id: "a", time: ms })).toMatchObject({ version: 4 });
    expect(await stateAt(t, { id: "a", time: ms + 0.5 })).toMatchObject({ version: 4 });
    expect(await stateAt(t, { id: "a", time: ms - 1 })).toBeNull();
  });

  test("AG-8 it is the commit time that counts, not when something is said to have happened", async () => {
    const t = initConvexTest();
    const importer = as(t, { ...ann, roles: ["import"] });
    const args = { accountId: "a", owner: "ann", meta: { occurredAt: 0 } };
    await importer.mutation(api.openAccount, args);
    expect(await stateAt(t, { id: "a", time: 1 })).toBeNull();
  });

  test.each([NaN, Infinity])("AG-8 %s is not a time", async (time) => {
    const { t } = await withPast();
    expect(await failureOf(stateAt(t, { id: "a", time }))).toMatchObject({ code: "TIME_INVALID" });
  });
});

test("AG-8 callers see the past of their own tenant only", async () => {
  const { t } = await withPast();
  const north = as(t, { ...ann, tenant: "north" });
  const at = { id: "a", version: 1 };
  expect(await north.query((ctx) => platform.stateAt(ctx, Account, at))).toBeNull();
  const named = { ...at, tenant: "" };
  expect(await north.query((ctx) => platform.stateAt(ctx, Account, named))).not.toBeNull();
});

test("AG-8 the past has the type of the aggregate's state; version and time exclude each other", async () => {
  const { t } = await withPast();
  const past = await as(t).query((ctx) => platform.stateAt(ctx, Account, { id: "a", version: 1 }));
  type State = Readonly<{ owner: string; cents: number; closed: boolean }>;
  expectTypeOf(past!.state).toEqualTypeOf<State>();
  expectTypeOf<{ id: string; version: number; time: number }>().not.toExtend<At>();
  expectTypeOf<{ id: string }>().not.toExtend<At>();
  expect(past!.state).toEqual(state(0));
});

test.each([1e308, -1, 2n ** 63n, -1n])("AG-8 %s is TIME_INVALID", async (time) => {
  const { t } = await withPast();
  expect(await failureOf(stateAt(t, { id: "a", time }))).toMatchObject({ code: "TIME_INVALID" });
});

test("AG-8 the last moment there is shows the newest state", async () => {
  const { t } = await withPast();
  for (const time of [2n ** 63n - 1n, 9_000_000_000_000]) {
    expect(await stateAt(t, { id: "a", time })).toMatchObject({ version: 4 });
  }
});
