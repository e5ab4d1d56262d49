import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { desks, readers, sharedDesks } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk, type DeskApp } from "../../test/letters/initDesk.js";
import type { AnyProjection } from "../declarations/defineProjection.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  vi.spyOn(console, "error").mockReturnValue(undefined);
});
afterEach(() => {
  faults.mend();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const names = ["ann", "bob", "eve"];
const some = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });

type Step =
  /** Notes at a desk, for some readers. */
  | { do: "take"; desk: string; count: number; to: string[] }
  /** From now on the code fails at every n-th note, in its own way; 0 at none. */
  | { do: "break"; fault: "throw" | "kill" | "misshape"; every: number }
  | { do: "pass"; ms: number }
  | { do: "retry" | "discard"; key: string | undefined }
  | { do: "pause" }
  | { do: "resume" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("take" as const),
      desk: fc.constantFrom(...names),
      count: fc.integer({ min: 1, max: 4 }),
      to: some,
    }),
  },
  fc.record({
    do: fc.constant("break" as const),
    fault: fc.constantFrom(
      "throw" as const,
      "throw" as const,
      "misshape" as const,
      "kill" as const,
    ),
    every: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({
    do: fc.constant("pass" as const),
    ms: fc.constantFrom(100, 700, 2_500, 11_000),
  }),
  fc.record({
    do: fc.constantFrom("retry" as const, "discard" as const),
    key: fc.constantFrom(undefined, ...names),
  }),
  fc.constantFrom({ do: "pause" as const }, { do: "resume" as const }),
);

/** What has been taken, in order, and what a serial fold makes of it. */
class Notebook {
  readonly notes: { desk: string; note: string; to: string[] }[] = [];

  add(desk: string, count: number, to: string[]): string[] {
    const fresh = Array.from({ length: count }, (_, index) => `${this.notes.length + index}`);
    for (const note of fresh) this.notes.push({ desk, note, to });
    return fresh;
  }

  every(nth: number): string[] {
    return Array.from({ length: 200 }, (_, note) => `${note}`).filter(
      (note) => nth > 0 && Number(note) % (nth + 1) === 0,
    );
  }

  /** The row of each key, without the events that were left out. */
  rows(projection: AnyProjection, without: Set<string>): Record<string, string[]> {
    const rows: Record<string, string[]> = {};
    const versions: Record<string, number> = {};
    for (const { desk, note, to } of this.notes) {
      const version = (versions[desk] = (versions[desk] ?? 0) + 1);
      if (without.has(`${desk}/${version}`)) continue;
      for (const key of projection === readers ? to : [desk]) (rows[key] ??= []).push(note);
    }
    return rows;
  }
}

async function run(app: DeskApp, notebook: Notebook, each: Step): Promise<void> {
  const { deadLetters, pauseProjection, resumeProjection } = app.platform;
  if (each.do === "take") {
    await app.take(each.desk, notebook.add(each.desk, each.count, each.to), each.to);
  } else if (each.do === "break") {
    faults.mend();
    faults.set(each.fault, ...notebook.every(each.every));
  } else if (each.do === "pass") await app.pass(each.ms, 100);
  else if (each.do === "retry" || each.do === "discard") {
    const { key } = each;
    const operation = deadLetters[each.do];
    await app.t.mutation((ctx) => operation(ctx, key === undefined ? {} : { key }));
  } else {
    const set = each.do === "pause" ? pauseProjection : resumeProjection;
    const isKnown = (await app.table("generations")).length > 0;
    if (isKnown) await app.t.mutation((ctx) => set(ctx, app.projection));
  }
}

/** Mends the code, lets the operator retry everything, and lets everybody work. */
async function settle(app: DeskApp): Promise<void> {
  await app.pass(500);
  faults.mend();
  const { deadLetters, resumeProjection } = app.platform;
  await app.t.mutation((ctx) => resumeProjection(ctx, app.projection));
  await app.pass(45_000, 250);
  await app.t.mutation((ctx) => deadLetters.retry(ctx, {}));
  await app.pass(6_000, 50);
}

test.each([desks, readers, sharedDesks])(
  "PO-2 whatever fails when, and whatever an operator does: in the end every row is the serial fold ($name)",
  async (projection) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        faults.mend();
        const app = initDesk(projection);
        const notebook = new Notebook();
        await run(app, notebook, { do: "take", desk: "ann", count: 1, to: ["ann"] });
        for (const each of steps) await run(app, notebook, each);
        await settle(app);
        const letters = await app.letters();
        const discarded = letters.filter(({ status }) => status === "discarded");
        const left = discarded.map(({ streamId, version }) => `${streamId}/${version}`);
        expect(await app.rows()).toEqual(notebook.rows(projection, new Set(left)));
        expect(letters).toEqual(discarded);
        expect(await app.table("letterKeys")).toEqual([]);
        for (const { aside } of await app.table("cursors")) expect(aside).toBe(0);
      }),
      { numRuns: 20 },
    );
  },
);
