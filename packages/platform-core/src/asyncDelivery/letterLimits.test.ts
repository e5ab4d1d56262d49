import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { desks, readers } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk } from "../../test/letters/initDesk.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  faults.mend();
  vi.useRealTimers();
});

test("PO-4 an event beyond Convex's limits on a transaction parks, and the rest goes on", async () => {
  const app = initDesk(desks);
  faults.set("write", "b2");
  await app.take("a", ["a1"]);
  await app.take("b", ["b1", "b2"]);
  await app.take("a", ["a2"]);
  await app.drain();
  expect((await app.rows())["b"]?.length).toBe(1);
  expect((await app.rows())["a"]).toEqual(["a1", "a2"]);
  expect(await app.letters()).toMatchObject([
    {
      status: "parked",
      keys: ["b"],
      error: { message: expect.stringMatching(/too large|limit/i) as string },
    },
  ]);
  faults.mend();
  await app.operate("retry", { which: { filter: {}, cursor: null } });
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2"], b: ["b1", "b2"] });
});

test("PO-4 an event of more rows than can be put aside halts its consumer, telling how many", async () => {
  const app = initDesk(readers);
  faults.set("throw", "n2");
  await app.take("a", ["n1"], ["ann"]);
  await app.take(
    "a",
    ["n2"],
    Array.from({ length: 501 }, (_, index) => `reader${index}`),
  );
  await app.drain();
  expect(await app.rows()).toEqual({ ann: ["n1"] });
  const [halted] = await app.table("generations");
  expect(halted?.["status"]).toMatchObject({ kind: "halted", reason: /concerns 501 rows/ });
});

test("PO-2 an event that fails for one of its rows is applied to none of them", async () => {
  const app = initDesk(readers);
  faults.set("full", "n2");
  await app.take("a", ["n1"], ["ann"]);
  await app.take("a", ["n2"], ["bob", "ann"]);
  await app.drain();
  expect(await app.rows()).toEqual({ ann: ["n1"] });
  faults.mend();
  await app.operate("retry", { which: { filter: {}, cursor: null } });
  await app.drain();
  expect(await app.rows()).toEqual({ ann: ["n1", "n2"], bob: ["n2"] });
});

test("PO-2 an event waits until it is the first of each of its rows", async () => {
  const app = initDesk(readers);
  faults.set("throw", "n1", "n2");
  await app.take("a", ["n1"], ["ann"]);
  await app.take("a", ["n2"], ["bob"]);
  await app.take("a", ["n3"], ["ann", "bob"]);
  await app.drain();
  await app.operate("discard", {
    which: { filter: { key: "ann", status: "parked" }, cursor: null },
  });
  await app.drain();
  expect(await app.rows()).toEqual({});
  faults.mend();
  await app.operate("retry", { which: { filter: {}, cursor: null } });
  await app.drain();
  expect(await app.rows()).toEqual({ ann: ["n3"], bob: ["n2", "n3"] });
});

test("PO-2 events of many rows each wait for one another, and all are applied in the end", async () => {
  const app = initDesk(readers);
  const all = Array.from({ length: 120 }, (_, index) => `reader${index}`);
  faults.set("throw", "n1");
  for (const note of ["n1", "n2", "n3", "n4"]) await app.take("a", [note], all);
  await app.drain();
  expect(await app.rows()).toEqual({});
  faults.mend();
  await app.operate("retry", { which: { filter: {}, cursor: null } });
  await app.drain();
  const rows = Object.values(await app.rows());
  expect(rows).toHaveLength(120);
  expect(new Set(rows.map((seen) => seen.join()))).toEqual(new Set(["n1,n2,n3,n4"]));
  expect(await app.table("letterKeys")).toEqual([]);
});

test("PO-2 a dropped generation leaves no letters behind", async () => {
  const app = initDesk(desks);
  faults.set("throw", "a1");
  await app.take("a", ["a1", "a2"]);
  await app.drain();
  expect(await app.table("letters")).toHaveLength(2);
  faults.mend();
  await app.t.mutation((ctx) => app.platform.rebuilds.start(ctx, desks));
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["a1", "a2"] });
  expect(await app.table("letters")).toEqual([]);
  expect(await app.table("letterKeys")).toEqual([]);
});
