import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { desks, lenientDesks, readers, sharedDesks, strictDesks } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk } from "../../test/letters/initDesk.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  faults.mend();
  vi.useRealTimers();
});

test("PO-1 a failing event is put aside, with later ones of its key, while other keys keep flowing", async () => {
  const app = initDesk(desks);
  faults.set("throw", "a2");
  await app.take("a", ["a1", "a2", "a3"]);
  await app.take("b", ["b1", "b2"]);
  await app.pass(600);
  expect(await app.rows()).toEqual({ a: ["a1"], b: ["b1", "b2"] });
  expect(await app.letters()).toMatchObject([
    { status: "retrying", attempts: 1, version: 2, keys: ["a"] },
    { status: "waiting", attempts: 0, version: 3, keys: ["a"] },
  ]);
  await app.take("a", ["a4"]);
  await app.take("b", ["b3"]);
  await app.pass(500);
  expect(await app.rows()).toEqual({ a: ["a1"], b: ["b1", "b2", "b3"] });
  expect(await app.letters()).toHaveLength(3);
});

test("PO-1 a failure that ends by itself is over with the next attempt, and every event applied once, in order", async () => {
  const app = initDesk(desks);
  faults.set("throw", "a2");
  await app.take("a", ["a1", "a2", "a3"]);
  await app.pass(600);
  faults.mend();
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2", "a3"] });
  expect(await app.letters()).toEqual([]);
  expect(await app.table("letterKeys")).toEqual([]);
  expect(await app.table("cursors")).toMatchObject([{ aside: 0 }]);
});

test("PO-1 attempts are 1 s and 4 s apart, each counted, and the third is the last", async () => {
  const app = initDesk(desks);
  faults.set("throw", "a1");
  await app.take("a", ["a1"]);
  await app.drain();
  const [letter] = await app.letters();
  expect(letter).toMatchObject({ status: "parked", attempts: 3 });
  expect(faults.attempts.get("a1")).toBe(3);
  const { lastTriedAt = 0, putAsideAt = 0 } = letter ?? {};
  expect(lastTriedAt - putAsideAt).toBeGreaterThanOrEqual(5_000);
  expect(lastTriedAt - putAsideAt).toBeLessThan(5_500);
});

test("PO-2 park: the event and later ones of its key wait, other keys flow, nothing is scheduled", async () => {
  const app = initDesk(desks);
  faults.set("throw", "a1");
  await app.take("a", ["a1", "a2"]);
  await app.take("b", ["b1"]);
  await app.drain();
  expect(await app.rows()).toEqual({ b: ["b1"] });
  expect((await app.letters()).map(({ status }) => status)).toEqual(["parked", "waiting"]);
  expect(await app.scheduled()).toBe(0);
  await app.take("b", ["b2"]);
  await app.drain();
  expect(await app.rows()).toEqual({ b: ["b1", "b2"] });
});

test("PO-2 halt: after its attempts the event is parked and its consumer stops, telling why", async () => {
  const app = initDesk(strictDesks);
  faults.set("throw", "a1");
  await app.take("a", ["a1"]);
  await app.drain();
  const [halted] = await app.table("generations");
  expect(halted?.["status"]).toEqual({
    kind: "halted",
    reason:
      "NoteTaken (Desk a, version 1): The handler of strictDesks for NoteTaken failed: throw at a1",
  });
  await app.take("b", ["b1"]);
  await app.drain();
  expect(await app.rows()).toEqual({});
  await app.operate("resume", { consumer: "strictDesks" });
  await app.drain();
  expect(await app.rows()).toEqual({ b: ["b1"] });
});

test("PO-2 skip: after its attempts the event is left out, later ones of its key go on, and it can be looked at", async () => {
  const app = initDesk(lenientDesks);
  faults.set("throw", "a2");
  await app.take("a", ["a1", "a2", "a3"]);
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a3"] });
  expect(await app.letters()).toMatchObject([{ status: "skipped", attempts: 1, version: 2 }]);
  expect(await app.table("cursors")).toMatchObject([{ aside: 0 }]);
});

test("PO-2 an event of several keys parks all of them", async () => {
  const app = initDesk(readers);
  faults.set("throw", "n1");
  await app.take("a", ["n1"], ["ann", "bob"]);
  await app.take("a", ["n2"], ["bob", "eve"]);
  await app.take("a", ["n3"], ["eve"]);
  await app.take("a", ["n4"], ["joe"]);
  await app.drain();
  expect(await app.rows()).toEqual({ joe: ["n4"] });
  expect((await app.letters()).map(({ status }) => status)).toEqual([
    ...["parked", "waiting", "waiting"],
  ]);
  faults.mend();
  await app.operate("retry", { which: { filter: {}, cursor: null } });
  await app.drain();
  const rows = { ann: ["n1"], bob: ["n1", "n2"], eve: ["n2", "n3"], joe: ["n4"] };
  expect(await app.rows()).toEqual(rows);
  expect(await app.table("letterKeys")).toEqual([]);
});

test("PO-2 UP-2 where the key is the stream, an event that cannot be read parks its stream", async () => {
  const app = initDesk(desks);
  await app.takeStored("a", "a1", 9);
  await app.takeStored("a", "a2", 2);
  await app.take("b", ["b1"]);
  await app.drain();
  expect(await app.rows()).toEqual({ b: ["b1"] });
  expect(await app.letters()).toMatchObject([
    { status: "parked", keys: ["a"], error: { code: "EVENT_FROM_THE_FUTURE" } },
    { status: "waiting", keys: ["a"] },
  ]);
});

test("PO-2 where keys are not streams, an event without a key halts its consumer, which goes on from there", async () => {
  const app = initDesk(readers);
  faults.set("key", "n2");
  await app.take("a", ["n1", "n2", "n3"], ["ann"]);
  await app.drain();
  expect(await app.rows()).toEqual({ ann: ["n1"] });
  const [halted] = await app.table("generations");
  expect(halted?.["status"]).toMatchObject({ kind: "halted", reason: /key at n2/ });
  faults.mend();
  await app.operate("resume", { consumer: "readers" });
  await app.drain();
  expect(await app.rows()).toEqual({ ann: ["n1", "n2", "n3"] });
});

test("PO-2 a poison event of one partition leaves the others alone", async () => {
  const app = initDesk(sharedDesks);
  faults.set("throw", "a1");
  for (const desk of ["a", "b", "c", "d", "e"]) await app.take(desk, [`${desk}1`, `${desk}2`]);
  await app.drain();
  const rows = { b: ["b1", "b2"], c: ["c1", "c2"], d: ["d1", "d2"], e: ["e1", "e2"] };
  expect(await app.rows()).toEqual(rows);
  const cursors = (await app.table("cursors")).map(({ aside }) => aside as number);
  expect(cursors.sort()).toEqual([0, 0, 2]);
});

test("PO-3 a letter holds consumer, event, keys, attempts, error and stack", async () => {
  const app = initDesk(desks);
  faults.set("throw", "a1");
  await app.take("a", ["a1"]);
  await app.pass(600);
  expect(await app.letters()).toMatchObject([
    {
      ...{ consumer: "desks", generation: 1, worker: "desks/1/0", store: "eventStore" },
      ...{ tenant: "", streamType: "Desk", streamId: "a", version: 1, type: "NoteTaken" },
      ...{ keys: ["a"], attempts: 1, status: "retrying" },
      error: {
        code: "PROJECTION_FAILED",
        message: "The handler of desks for NoteTaken failed: throw at a1",
        stack: expect.stringContaining("faults.ts") as string,
      },
    },
  ]);
});

test("PO-4 UP-1 a parked event is upcast by today's upcasters", async () => {
  const app = initDesk(desks);
  faults.set("upcast", "a1");
  await app.takeStored("a", "a1", 1);
  await app.takeStored("a", "a2", 1);
  await app.take("b", ["b1"]);
  await app.drain();
  expect(await app.letters()).toMatchObject([
    { status: "parked", error: { code: "UPCAST_FAILED" } },
    { status: "waiting" },
  ]);
  faults.mend();
  await app.operate("retry", { which: { filter: {}, cursor: null } });
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2"], b: ["b1"] });
});

test("PO-4 a row of a shape that its table refuses parks, among many that are fine", async () => {
  const app = initDesk(desks);
  faults.set("misshape", "b7");
  const notes = (desk: string) => Array.from({ length: 20 }, (_, n) => `${desk}${n}`);
  for (const desk of ["a", "b", "c"]) await app.take(desk, notes(desk));
  await app.drain();
  expect(await app.rows()).toEqual({ a: notes("a"), b: notes("b").slice(0, 7), c: notes("c") });
  const [first, ...others] = await app.letters();
  expect(first).toMatchObject({ status: "parked", version: 8 });
  expect(first?.error?.code).toBe("PROJECTION_FAILED");
  expect(others).toHaveLength(12);
  faults.mend();
  await app.operate("retry", { which: { filter: {}, cursor: null } });
  await app.drain();
  expect(await app.rows()).toEqual({ a: notes("a"), b: notes("b"), c: notes("c") });
});

test("PO-1 what fails without an event to blame is tried again, at longer and longer intervals, and then goes on", async () => {
  const app = initDesk(desks);
  await app.take("a", ["a1"]);
  await app.drain();
  for (const operation of ["applyPage", "nextEvent"]) faults.down.add(operation);
  await app.take("a", ["a2"]);
  await app.pass(80_000, 100);
  expect(await app.letters()).toEqual([]);
  const [cursor] = await app.table("cursors");
  expect(cursor).toMatchObject({ failure: { message: "nextEvent is out of order", times: 4 } });
  // Ten halvings, then two calls an attempt.
  expect(faults.calls).toBeLessThan(25);
  faults.mend();
  await app.pass(70_000, 100);
  expect(await app.rows()).toEqual({ a: ["a1", "a2"] });
  expect((await app.table("cursors"))[0]).not.toHaveProperty("failure");
});

test("PO-1 letters of code that is gone wait for its return, and lose no attempt", async () => {
  const app = initDesk(desks);
  faults.set("throw", "a1");
  await app.take("a", ["a1"]);
  await app.pass(600);
  faults.isUndeclared = true;
  await app.pass(30_000, 100);
  expect(await app.letters()).toMatchObject([{ status: "retrying", attempts: 1 }]);
  expect((await app.table("generations"))[0]).toMatchObject({ status: { kind: "removed" } });
});
