import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { desks, readers } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk, type DeskApp } from "../../test/letters/initDesk.js";
import { failureOf } from "../../test/initConvexTest.js";
import type { LetterFilter } from "./DeadLetter.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  faults.mend();
  vi.useRealTimers();
});

/** Letters of two desks: the first note of each is parked, the second one waits. */
async function withLetters(): Promise<DeskApp> {
  const app = initDesk(desks);
  faults.set("throw", "a1", "b1");
  await app.take("a", ["a1", "a2"]);
  await app.take("b", ["b1", "b2"]);
  await app.drain();
  return app;
}

const listed = async (app: DeskApp, filter: LetterFilter = {}) => {
  const { deadLetters } = app.platform;
  const { letters } = await app.t.query((ctx) => deadLetters.list(ctx, filter));
  return letters;
};
const notesOf = async (app: DeskApp, filter: LetterFilter = {}) =>
  (await listed(app, filter)).map(({ streamId, version }) => `${streamId}${version}`);
const idOf = async (app: DeskApp, note: string) =>
  (await listed(app)).find(({ streamId, version }) => `${streamId}${version}` === note)?.id ?? "";

describe("PO-3 dead letters are listed", () => {
  test.each<[LetterFilter, string[]]>([
    [{}, ["a1", "a2", "b1", "b2"]],
    [{ consumer: desks }, ["a1", "a2", "b1", "b2"]],
    [{ consumer: "readers" }, []],
    [{ key: "a" }, ["a1", "a2"]],
    [{ status: "parked" }, ["a1", "b1"]],
    [{ status: "waiting", key: "b" }, ["b2"]],
    [{ tenant: "acme" }, []],
    [{ type: "NoteTaken" }, ["a1", "a2", "b1", "b2"]],
    [{ type: "DeskCleared" }, []],
    [{ errorCode: "PROJECTION_FAILED" }, ["a1", "b1"]],
    [{ errorCode: "UPCAST_FAILED" }, []],
    [{ before: 1_800_000_000_000 }, []],
  ])("by %j", async (filter, notes) => {
    expect(await notesOf(await withLetters(), filter)).toEqual(notes);
  });

  test("in pages, none twice and none left out", async () => {
    const app = initDesk(desks);
    faults.set("throw", "a1");
    const notes = Array.from({ length: 450 }, (_, index) => `a${index + 1}`);
    for (let from = 0; from < 450; from += 90) await app.take("a", notes.slice(from, from + 90));
    await app.drain();
    const { deadLetters } = app.platform;
    const seen: number[] = [];
    let cursor: number | null = null;
    do {
      const page = await app.t.query((ctx) => deadLetters.list(ctx, {}, { cursor }));
      seen.push(...page.letters.map(({ version }) => version));
      ({ cursor } = page);
    } while (cursor !== null);
    expect(seen).toEqual(notes.map((_, index) => index + 1));
  });
});

test("PO-3 a letter is inspected with its event, as it is stored and as it is read today", async () => {
  const app = initDesk(desks);
  faults.set("upcast", "a1");
  await app.takeStored("a", "a1", 1);
  await app.take("b", ["b1"]);
  await app.drain();
  const { deadLetters } = app.platform;
  const id = await idOf(app, "a1");
  const inspect = () => app.t.query((ctx) => deadLetters.inspect(ctx, id));
  expect(await inspect()).toMatchObject({
    letter: { id, status: "parked" },
    event: { schemaVersion: 1, payload: { deskId: "a", note: "a1" } },
    readAs: [],
    problem: "The upcaster of NoteTaken from version 1 failed: upcast at a1",
  });
  faults.mend();
  expect(await inspect()).toMatchObject({
    readAs: [{ schemaVersion: 2, payload: { deskId: "a", note: "a1", to: [] } }],
    problem: null,
  });
});

test("PO-3 one letter is retried with all that wait for it, in order; the others stay", async () => {
  const app = await withLetters();
  faults.mend();
  const { deadLetters } = app.platform;
  const id = await idOf(app, "a1");
  const retried = await app.t.mutation((ctx) => deadLetters.retry(ctx, id, { by: "olga" }));
  expect(retried).toEqual({ changed: 1, cursor: null });
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2"] });
  expect(await notesOf(app)).toEqual(["b1", "b2"]);
  const audits = await app.t.query((ctx) => deadLetters.audits(ctx, id));
  expect(audits).toMatchObject([
    { action: "retry", actor: "olga", detail: { eventId: expect.any(String) as string } },
  ]);
});

test("PO-3 letters of a filter are retried at once, each exactly once, before new events of their keys", async () => {
  const app = await withLetters();
  faults.mend();
  await app.t.mutation((ctx) => app.platform.deadLetters.retry(ctx, { consumer: desks }));
  await app.take("a", ["a3"]);
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2", "a3"], b: ["b1", "b2"] });
  await app.t.mutation((ctx) => app.platform.deadLetters.retry(ctx, {}));
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2", "a3"], b: ["b1", "b2"] });
});

test("PO-3 a retry that fails again has all its attempts, and parks again", async () => {
  const app = await withLetters();
  faults.attempts.clear();
  await app.t.mutation((ctx) => app.platform.deadLetters.retry(ctx, { key: "a" }));
  await app.drain();
  expect(faults.attempts.get("a1")).toBe(3);
  expect(await notesOf(app, { status: "parked" })).toEqual(["a1", "b1"]);
});

test("PO-3 an edited letter is applied as it was edited, audited with before and after", async () => {
  const app = await withLetters();
  const { deadLetters } = app.platform;
  const id = await idOf(app, "a1");
  const payload = { deskId: "a", note: "mended", to: [] };
  await app.t.mutation((ctx) => deadLetters.edit(ctx, id, { payload }));
  await app.t.mutation((ctx) => deadLetters.retry(ctx, id));
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["mended", "a2"] });
  const audits = await app.t.query((ctx) => deadLetters.audits(ctx, id));
  expect(audits.find(({ action }) => action === "edit")).toMatchObject({
    actor: "ann",
    detail: { before: { note: "a1" }, after: { payload: { note: "mended" }, schemaVersion: 2 } },
  });
});

test("PO-3 an edited payload that does not fit its event is refused, and nothing has changed", async () => {
  const app = await withLetters();
  const id = await idOf(app, "a1");
  const edit = app.t.mutation((ctx) =>
    app.platform.deadLetters.edit(ctx, id, { payload: { note: 1 } }),
  );
  expect(await failureOf(edit)).toMatchObject({ code: "INVALID_EVENT" });
  expect((await listed(app))[0]).not.toHaveProperty("edited");
});

test("PO-3 an edit that moves an event to a row with letters has it wait there, in the order of the log", async () => {
  const app = initDesk(readers);
  faults.set("throw", "n1", "n2");
  await app.take("a", ["n1"], ["ann"]);
  await app.take("a", ["n2"], ["bob"]);
  await app.drain();
  const { deadLetters } = app.platform;
  const second = await idOf(app, "a2");
  const payload = { deskId: "a", note: "moved", to: ["ann"] };
  await app.t.mutation((ctx) => deadLetters.edit(ctx, second, { payload }));
  await app.t.mutation((ctx) => deadLetters.retry(ctx, second));
  await app.drain();
  expect(await app.rows()).toEqual({});
  expect((await listed(app)).map(({ status, keys }) => [status, keys])).toEqual([
    ["parked", ["ann"]],
    ["waiting", ["ann"]],
  ]);
  faults.mend();
  await app.t.mutation((ctx) => deadLetters.retry(ctx, {}));
  await app.drain();
  expect(await app.rows()).toEqual({ ann: ["n1", "moved"] });
});

test("PO-3 a discarded letter is left out, those that wait for it follow, and it can be looked at", async () => {
  const app = await withLetters();
  const { deadLetters } = app.platform;
  const id = await idOf(app, "a1");
  await app.t.mutation((ctx) => deadLetters.discard(ctx, id, { by: "olga" }));
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a2"] });
  expect(await notesOf(app, { status: "discarded" })).toEqual(["a1"]);
  expect(await app.t.query((ctx) => deadLetters.audits(ctx, id))).toMatchObject([
    { action: "discard", actor: "olga", detail: { status: "parked" } },
  ]);
});

test("PO-3 letters expire: what nobody tries any more is deleted, what is being retried stays", async () => {
  const app = await withLetters();
  faults.set("throw", "a1", "b1", "c1");
  await app.take("c", ["c1"]);
  await app.pass(500);
  const { deadLetters } = app.platform;
  const expired = await app.t.mutation((ctx) =>
    deadLetters.expire(ctx, { before: Date.now() + 1 }),
  );
  expect(expired).toEqual({ changed: 2, cursor: null });
  await app.pass(500);
  expect(await app.rows()).toEqual({ a: ["a2"], b: ["b2"] });
  expect(await notesOf(app)).toEqual(["c1"]);
});

test.each(["retry", "discard", "expire"] as const)(
  "PO-3 %s of a letter that is gone is refused",
  async (operation) => {
    const app = await withLetters();
    const id = await idOf(app, "a1");
    const { deadLetters } = app.platform;
    faults.mend();
    await app.t.mutation((ctx) => deadLetters.retry(ctx, {}));
    await app.drain();
    for (const gone of [id, "nonsense"]) {
      const call = app.t.mutation((ctx) => deadLetters[operation](ctx, gone));
      expect(await failureOf(call)).toMatchObject({ code: "UNKNOWN_LETTER" });
    }
  },
);

test("PO-3 a paused read model stands still until it is resumed, and loses nothing", async () => {
  const app = initDesk(desks);
  await app.take("a", ["a1"]);
  await app.drain();
  await app.t.mutation((ctx) => app.platform.pauseProjection(ctx, desks));
  await app.take("a", ["a2"]);
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1"] });
  await app.t.mutation((ctx) => app.platform.resumeProjection(ctx, "desks"));
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2"] });
});

test("PO-3 pausing a read model that nobody declares is refused", async () => {
  const app = initDesk(desks);
  const call = app.t.mutation((ctx) => app.platform.pauseProjection(ctx, "sales"));
  expect(await failureOf(call)).toMatchObject({ code: "UNDECLARED_CONSUMER" });
});

test("PO-3 letters put aside before a moment leave out those of that moment", async () => {
  const app = await withLetters();
  const [{ putAsideAt } = { putAsideAt: 0 }] = await listed(app);
  expect(await notesOf(app, { before: putAsideAt })).toEqual([]);
  expect(await notesOf(app, { before: putAsideAt + 1 })).toContain("a1");
});

test("PO-3 the audit of a second edit tells what the first one wrote", async () => {
  const app = await withLetters();
  const { deadLetters } = app.platform;
  const id = await idOf(app, "a1");
  const edit = (note: string) =>
    app.t.mutation((ctx) =>
      deadLetters.edit(ctx, id, { payload: { deskId: "a", note, to: [] }, by: "olga" }),
    );
  await edit("first");
  await edit("second");
  const [second, first] = await app.t.query((ctx) => deadLetters.audits(ctx, id));
  expect(first?.detail).toMatchObject({ before: { note: "a1" } });
  expect(second?.detail).toMatchObject({
    before: { payload: { note: "first" } },
    after: { payload: { note: "second" } },
  });
});
