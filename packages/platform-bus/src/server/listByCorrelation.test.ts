import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { correlationPage } from "./listByCorrelation.js";
import type { CorrelationQuery, Outcome } from "../contract/commands.js";
import {
  type App,
  attempt,
  begin,
  beginningOf,
  bus,
  complete,
  executed,
  initConvexTest,
  record,
  recordingOf,
  rejected,
  status,
} from "./setup.test.js";

const noon = Date.UTC(2026, 10, 20, 12);
beforeEach(() => void vi.useFakeTimers({ now: noon, toFake: ["Date", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

const first: CorrelationQuery = {
  tenant: "acme",
  correlationId: "corr-1",
  cursor: null,
  limit: 10,
};
const list = (t: App, change: Partial<CorrelationQuery> = {}) =>
  t.query((ctx) => bus.listByCorrelation(ctx, { ...first, ...change }));
const recordingAs = (commandId: string, outcome: Outcome = executed) =>
  recordingOf(outcome, { ...attempt, commandId });
const idsOf = (page: { commands: { commandId: string }[] }) =>
  page.commands.map((command) => command.commandId);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `c${from + n}`);

/** Records c1 … cn, `perCommit` of them in each commit. */
async function appWith(n: number, perCommit = 1) {
  const t = initConvexTest();
  const ids = range(1, n);
  while (ids.length > 0) await recordTogether(t, ids.splice(0, perCommit));
  return t;
}
const recordTogether = (t: App, ids: string[]) =>
  t.mutation(async (ctx) => {
    for (const id of ids) await bus.record(ctx, recordingAs(id));
  });

async function pages(t: App, limit: number) {
  const found = [];
  for (
    let page = await list(t, { limit });
    ;
    page = await list(t, { limit, cursor: page.cursor })
  ) {
    found.push(idsOf(page));
    if (page.isDone) return found;
  }
}

describe("what is listed", () => {
  test("CB-4 each command of a correlation is shown as its status is", async () => {
    const t = initConvexTest();
    await record(t, recordingAs("c1", executed));
    await record(t, recordingAs("c2", rejected));
    await begin(t, beginningOf(noon + 60_000, { ...attempt, commandId: "c3" }));
    const ids = ["c1", "c2", "c3"];
    const shown = await Promise.all(ids.map((commandId) => status(t, { ...attempt, commandId })));
    const committedAt = expect.any(BigInt) as bigint;
    expect((await list(t)).commands).toEqual(shown.map((one) => ({ ...one, committedAt })));
  });

  test("CB-4 a correlation without commands is an empty, final page", async () => {
    expect(await list(initConvexTest())).toEqual({ commands: [], cursor: null, isDone: true });
  });

  test("CB-4 commands of other correlations and of other tenants are not listed", async () => {
    const t = await appWith(1);
    await record(t, { ...recordingAs("c2"), correlationId: "corr-2" });
    await record(t, { ...recordingAs("c3"), tenant: "globex" });
    expect(idsOf(await list(t))).toEqual(["c1"]);
    expect(idsOf(await list(t, { tenant: "globex" }))).toEqual(["c3"]);
  });

  test("CB-4 commands are listed in the order of their commits, whatever they are called and whenever they started", async () => {
    const t = initConvexTest();
    for (const [n, id] of ["m", "z", "a"].entries()) {
      await record(t, { ...recordingAs(id), startedAt: noon - n });
    }
    expect(idsOf(await list(t))).toEqual(["m", "z", "a"]);
  });

  test("CB-4 a completion changes the command where it stands, not its place", async () => {
    const t = initConvexTest();
    await begin(t, beginningOf(noon + 60_000, { ...attempt, commandId: "c1" }));
    await record(t, recordingAs("c2"));
    await complete(t, rejected, { ...attempt, commandId: "c1" });
    const shown = (await list(t)).commands.map(({ commandId, status: is }) => [commandId, is]);
    expect(shown).toEqual([
      ["c1", "rejected"],
      ["c2", "executed"],
    ]);
  });

  test("CB-4 a mutation does not list what it has not committed", async () => {
    const t = await appWith(1);
    const page = await t.mutation(async (ctx) => {
      await bus.record(ctx, recordingAs("c2"));
      return await bus.listByCorrelation(ctx, first);
    });
    expect(idsOf(page)).toEqual(["c1"]);
    expect(idsOf(await list(t, { cursor: page.cursor }))).toEqual(["c2"]);
  });
});

describe("pages", () => {
  test.each([1, 2, 3, 7, 8])(
    "CB-4 pages of %i show every command once, in order, also where a page ends inside a commit",
    async (limit) => {
      const found = await pages(await appWith(7, 3), limit);
      expect(found.flat()).toEqual(range(1, 7));
      expect(found.map((page) => page.length)).toEqual(
        Array.from({ length: Math.ceil(7 / limit) }, (_, n) => Math.min(limit, 7 - n * limit)),
      );
    },
  );

  test("CB-4 a reader who has reached the end goes on from there", async () => {
    const t = await appWith(2);
    const { cursor, isDone } = await list(t);
    expect(isDone).toBe(true);
    expect(await list(t, { cursor })).toEqual({ commands: [], cursor, isDone: true });
    await record(t, recordingAs("c3"));
    expect(idsOf(await list(t, { cursor }))).toEqual(["c3"]);
  });

  test.each([
    ["zero asks for one", 0, 1],
    ["a negative limit asks for one", -5, 1],
    ["NaN asks for one", Number.NaN, 1],
    ["a fraction is cut", 2.9, 2],
    ["infinity is clamped", Number.POSITIVE_INFINITY, 3],
  ])("CB-4 the page of a correlation is bounded: %s", async (_, limit, expected) => {
    expect(idsOf(await list(await appWith(3), { limit }))).toHaveLength(expected);
  });

  test("CB-4 no page is longer than the maximum, whatever is asked for", async () => {
    const most = correlationPage.documents;
    const page = await list(await appWith(most + 1, most + 1), { limit: 1e9 });
    expect(page.commands).toHaveLength(most);
    expect(page.isDone).toBe(false);
  });

  test("CB-4 a page of large outcomes ends early, and no page exceeds its bytes", async () => {
    const t = initConvexTest();
    const outcome = { ...rejected, details: "x".repeat(500_000) };
    for (const id of range(1, 10)) await record(t, recordingAs(id, outcome));
    expect((await pages(t, 100)).map((page) => page.length)).toEqual([8, 2]);
  });

  test.each([1, 50])(
    "CB-4 a page costs its length and one document more, from whichever place of %i commands",
    async (before) => {
      const t = await appWith(before + 20, 20);
      const { cursor } = await list(t, { limit: before });
      const used = await t.query(async (ctx) => {
        await bus.listByCorrelation(ctx, { ...first, cursor, limit: 5 });
        return await ctx.meta.getTransactionMetrics();
      });
      expect(used.databaseQueries.used).toBeLessThanOrEqual(2);
      expect(used.documentsRead.used).toBeLessThanOrEqual(6);
    },
  );

  test.each(["", "x", "1", "1_", "_1", "-1_1", "1_1_1", "9223372036854775808_1", "1_Infinity"])(
    "CB-4 a text that is not a cursor is a typed error: %j",
    async (cursor) => {
      const data = { kind: "infrastructure", code: "INVALID_CURSOR", retryable: false };
      await expect(list(initConvexTest(), { cursor })).rejects.toMatchObject({ data });
    },
  );
});
