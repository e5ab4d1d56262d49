import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { desks, readers } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk } from "../../test/letters/initDesk.js";
import { attemptKind } from "../server/base/attempts.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  vi.spyOn(console, "error").mockReturnValue(undefined);
});
afterEach(() => {
  faults.mend();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const minutes = 60_000;
const notes = (desk: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${desk}${index + 1}`);

describe("what ends its transaction and leaves no trace", () => {
  test("PO-1 is found, put aside and counted, while everything else goes on", async () => {
    const app = initDesk(desks);
    faults.set("kill", "a2");
    await app.take("a", ["a1", "a2", "a3"]);
    await app.take("b", ["b1", "b2"]);
    await app.pass(2 * minutes, 100);
    expect(await app.rows()).toEqual({ a: ["a1"], b: ["b1", "b2"] });
    expect(await app.letters()).toMatchObject([
      { status: "parked", attempts: 3, version: 2, error: { code: "ENDED_WITHOUT_ANSWER" } },
      { status: "waiting", version: 3 },
    ]);
    faults.mend();
    await app.operate("retry", { which: { filter: {}, cursor: null } });
    await app.drain();
    expect(await app.rows()).toEqual({ a: ["a1", "a2", "a3"], b: ["b1", "b2"] });
  });

  test("PO-1 is found among hundreds of others within five dead loops, each applied once", async () => {
    const app = initDesk(desks);
    faults.set("kill", "a300");
    await app.take("a", notes("a", 400));
    await app.take("b", notes("b", 400));
    await app.pass(2 * minutes, 50);
    expect(await app.rows()).toEqual({ a: notes("a", 299), b: notes("b", 400) });
  });

  test("PO-1 is found while more and more is to do", async () => {
    const app = initDesk(desks);
    faults.set("kill", "a1");
    await app.take("a", ["a1"]);
    const others: string[] = [];
    for (const note of notes("b", 40)) {
      await app.take("b", [note]);
      others.push(note);
      await app.pass(1_500, 100);
    }
    await app.drain();
    expect(await app.rows()).toEqual({ b: others });
  });

  test("PO-4 an upcaster that never ends is found, its stream parked without running it again", async () => {
    const app = initDesk(desks);
    faults.set("upcastKill", "a1");
    await app.takeStored("a", "a1", 1);
    await app.take("b", ["b1"]);
    await app.pass(3 * minutes, 100);
    expect(await app.rows()).toEqual({ b: ["b1"] });
    expect(await app.letters()).toMatchObject([{ status: "parked", keys: ["a"] }]);
  });

  test("PO-2 a key function that never ends halts its consumer, telling where", async () => {
    const app = initDesk(readers);
    faults.set("keyKill", "a2");
    await app.take("a", ["a1", "a2", "a3"], ["ann"]);
    await app.pass(2 * minutes, 100);
    expect(await app.rows()).toEqual({ ann: ["a1"] });
    const [halted] = await app.table("generations");
    expect(halted?.["status"]).toMatchObject({ kind: "halted", reason: /Desk a, version 2/ });
    faults.mend();
    await app.operate("resume", { consumer: "readers" });
    await app.drain();
    expect(await app.rows()).toEqual({ ann: ["a1", "a2", "a3"] });
  });

  test("PO-1 an attempt that dies once and then works leaves nothing behind", async () => {
    const app = initDesk(desks);
    faults.set("kill", "a1");
    await app.take("a", ["a1", "a2"]);
    await app.pass(5_000, 100);
    faults.mend();
    await app.pass(1 * minutes, 100);
    expect(await app.rows()).toEqual({ a: ["a1", "a2"] });
    expect(await app.letters()).toEqual([]);
    const [cursor] = await app.table("cursors");
    expect(cursor).not.toHaveProperty("claim");
  });
});

describe("how work is gone about", () => {
  const at = (seconds: number) => seconds * 1000;

  test.each([
    ["work", { now: at(10), since: at(9), claimedAt: undefined }],
    ["work", { now: at(10), since: at(1), claimedAt: undefined }],
    ["claim", { now: at(10), since: at(0), claimedAt: undefined }],
    ["claimed", { now: at(10), since: at(0), claimedAt: at(10) }],
    ["claimed", { now: at(18), since: at(0), claimedAt: at(10) }],
    ["claim", { now: at(20), since: at(0), claimedAt: at(10) }],
    ["claimed", { now: at(20), since: at(19), claimedAt: at(10) }],
  ] as const)("PO-1 %s: %j", (mode, situation) => {
    expect(attemptKind(situation)).toBe(mode);
  });
});
