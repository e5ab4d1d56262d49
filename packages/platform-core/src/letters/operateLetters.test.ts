import { makeFunctionReference } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { desks, lenientDesks, lenientReaders, readers } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk, type DeskApp } from "../../test/letters/initDesk.js";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { totals } from "../../test/rebuilds/meters.js";
import { failureOf } from "../../test/initConvexTest.js";

const lines: string[] = [];
beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  faults.mend();
  lines.length = 0;
  vi.useRealTimers();
});

const failedLines = () =>
  lines
    .filter((line) => line.includes('"event failed"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("a handler that throws", () => {
  test("PO-1 writes an ERROR line for each attempt, with event, read model, attempt and stack", async () => {
    const app = initDesk(desks, (line) => void lines.push(line));
    faults.set("throw", "n1");
    await app.take("a", ["n1"]);
    await app.drain();
    expect(failedLines().map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(failedLines()[0]).toMatchObject({
      level: "ERROR",
      scope: "consumers",
      consumer: "desks",
      ...{ type: "NoteTaken", streamId: "a", eventVersion: 1, code: "PROJECTION_FAILED" },
      error: expect.stringContaining("failed: throw at n1") as string,
      stack: expect.stringContaining("throw at n1") as string,
    });
  });
});

/** Events of 100 rows each that fail: of more rows than one transaction may change. */
async function manyLetters(): Promise<DeskApp> {
  const app = initDesk(readers);
  const notes = Array.from({ length: 10 }, (_, n) => `n${n}`);
  faults.set("throw", ...notes);
  const to = Array.from({ length: 100 }, (_, n) => `reader${n}`);
  for (const [n, note] of notes.entries()) {
    await app.take(
      "a",
      [note],
      to.map((reader) => `${reader}-${n}`),
    );
  }
  await app.drain();
  expect((await app.table("letters")).length).toBe(10);
  return app;
}

describe("operations on letters", () => {
  test("PO-5 take as many letters at a time as their rows allow, and go on at the cursor", async () => {
    const app = await manyLetters();
    let cursor: number | null = null;
    let changed = 0;
    let calls = 0;
    do {
      const which: object = { which: { filter: {}, cursor } };
      const operated = (await app.operate("discard", which)) as {
        changed: number;
        cursor: number | null;
      };
      changed += operated.changed;
      ({ cursor } = operated);
      calls++;
    } while (cursor !== null);
    expect(changed).toBe(10);
    expect(calls).toBeGreaterThan(2);
    expect(await app.table("letterKeys")).toEqual([]);
  });

  test("PO-5 40 failing events of 50 rows each are skipped, and the next one is applied", async () => {
    const app = initDesk(lenientReaders);
    const notes = Array.from({ length: 40 }, (_, n) => `n${n}`);
    faults.set("throw", ...notes);
    for (const note of notes) {
      const to = Array.from({ length: 50 }, (_, n) => `reader${n} of ${note}`);
      await app.take("a", [note], to);
    }
    await app.take("a", ["good"], ["ann"]);
    await app.pass(3_000);
    expect(await app.rows()).toEqual({ ann: ["good"] });
    expect((await app.letters()).every(({ status }) => status === "skipped")).toBe(true);
  });

  test("PO-5 a filter means failed letters: healthy events that wait are discarded only when it says so", async () => {
    const app = initDesk(desks);
    faults.set("throw", "n1");
    await app.take("a", ["n1", "n2", "n3"]);
    await app.drain();
    expect(await app.operate("discard", { which: { filter: {}, cursor: null } })).toMatchObject({
      changed: 1,
    });
    await app.drain();
    expect(await app.rows()).toEqual({ a: ["n2", "n3"] });
  });

  test("PO-2 one letter that an operation cannot change is told why", async () => {
    const app = initDesk(lenientDesks);
    faults.set("throw", "n1");
    await app.take("a", ["n1"]);
    await app.drain();
    const [letter] = await app.letters();
    for (const operation of ["retry", "discard"] as const) {
      const failure = await failureOf(app.operate(operation, { which: { letter: letter!._id } }));
      expect(failure).toMatchObject({
        code: "LETTER_UNCHANGED",
        message: expect.stringContaining("is skipped") as string,
      });
    }
    const edit = app.t.mutation((ctx) =>
      app.platform.deadLetters.edit(ctx, letter!._id, {
        payload: { deskId: "a", note: "mended", to: [] },
      }),
    );
    expect(await failureOf(edit)).toMatchObject({ code: "LETTER_UNCHANGED" });
  });

  test("PR-11 an edit cannot move a letter to another row, out of the order of that row", async () => {
    const app = initDesk(readers);
    faults.set("throw", "n1");
    await app.take("a", ["n1"], ["ann"]);
    await app.drain();
    await app.take("a", ["n2"], ["bob"]);
    await app.drain();
    const [letter] = await app.letters();
    const edit = (to: string[]) =>
      app.t.mutation((ctx) =>
        app.platform.deadLetters.edit(ctx, letter!._id, {
          payload: { deskId: "a", note: "mended", to },
        }),
      );
    expect(await failureOf(edit(["bob"]))).toMatchObject({
      code: "INVALID_EVENT",
      message: expect.stringContaining('concerns the row "bob"') as string,
    });
    await edit(["ann"]);
    await app.operate("retry", { which: { filter: {}, cursor: null } });
    await app.drain();
    expect(await app.rows()).toEqual({ ann: ["mended"], bob: ["n2"] });
  });
});

describe("a pause", () => {
  test("RB-5 survives a rebuild", async () => {
    const deployment = new Deployment(totals());
    await deployment.read("", { units: 5 });
    await deployment.drain();
    await deployment.operate("pause");
    await deployment.start();
    await deployment.drain();
    expect(await deployment.table("generations")).toMatchObject([
      { generation: 2, state: "live", status: { kind: "paused" } },
    ]);
    await deployment.read("", { units: 7 });
    await deployment.drain();
    expect(await deployment.rows()).toMatchObject([{ units: 5 }]);
    await deployment.operate("resume");
    await deployment.drain();
    expect(await deployment.rows()).toMatchObject([{ units: 12 }]);
  });

  test("RB-5 is refused for what commands keep", async () => {
    const deployment = new Deployment(totals({ delivery: "inline" }));
    await deployment.start();
    await deployment.drain();
    expect(await failureOf(deployment.operate("pause"))).toMatchObject({ code: "NO_WORKERS" });
  });
});

test("RB-5 a rebuild by somebody who is not signed in does not name the code as its author", async () => {
  const deployment = new Deployment(totals());
  await deployment.read("", { units: 5 });
  await deployment.drain();
  const start = makeFunctionReference<"mutation">("app:start");
  const anonymous = () => deployment.t.mutation(start, { name: "totals", options: {} });
  await anonymous();
  expect((await deployment.list())[0]).toMatchObject({ by: "an operator who is not signed in" });
  const failure = await failureOf(anonymous());
  expect(failure.message).toContain("by an operator who is not signed in");
});
