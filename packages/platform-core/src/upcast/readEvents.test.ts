import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { defineEvents } from "../declarations/defineEvents.js";
import { infrastructureDataOf } from "../base/infrastructureError.js";
import { mergeEvents, splitEvent, type EventStep } from "../upcast.js";
import { chainsOf } from "../declarations/chainsOf.js";
import { readEvents } from "./readEvents.js";

type Stored = { type: string; schemaVersion: number; payload: unknown; commit?: bigint };

/** Events of one stream as the store has them; of one append unless they name their commit. */
const stored = (events: readonly Stored[], first = 1) =>
  events.map(({ commit = 1n, ...event }, index) => ({
    ...event,
    ...{ id: `e${first + index}`, tenant: "", streamType: "Parcel", streamId: "p" },
    ...{ version: first + index, causationId: "c", position: { commitTs: commit, ordinal: index } },
  }));

const sent = (payload: object, schemaVersion = 1): Stored => ({
  type: "Sent",
  schemaVersion,
  payload,
});

const catalogWith = (steps: Record<number, EventStep>) =>
  defineEvents({ Sent: { grams: v.number() } }, { upcast: { Sent: steps } });
const read = (steps: Record<number, EventStep>, event: Stored) =>
  readEvents(stored([event]), chainsOf(catalogWith(steps)))[0]!;

function failureOf(run: () => unknown) {
  try {
    return { result: run() };
  } catch (error) {
    const data = infrastructureDataOf(error);
    if (data === null) throw error;
    return data;
  }
}

const threeVersions = {
  1: ({ kilos }: { kilos: number }) => ({ pounds: kilos * 2 }),
  2: ({ pounds }: { pounds: number }) => ({ grams: pounds * 500 }),
};

describe("one event", () => {
  test("UP-1 version 1 is read as version 3 through 1, 2 and 3", () => {
    const event = read(threeVersions, sent({ kilos: 3 }));
    expect(event).toMatchObject({ type: "Sent", schemaVersion: 3, payload: { grams: 3000 } });
  });

  test("UP-1 version 2 is read as version 3 through the last step alone", () => {
    expect(read(threeVersions, sent({ pounds: 3 }, 2)).payload).toEqual({ grams: 1500 });
  });

  test("UP-1 the newest version passes unchanged and uncopied", () => {
    const events = stored([sent({ grams: 7 }, 3)]);
    const [event] = readEvents(events, chainsOf(catalogWith(threeVersions)));
    expect(event).toBe(events[0]);
    expect(event?.payload).toEqual({ grams: 7 });
  });

  test("UP-1 everything else that was recorded stays as it was", () => {
    const [before] = stored([sent({ kilos: 3 })]);
    const { payload: _old, schemaVersion: _version, ...kept } = before!;
    expect(read(threeVersions, sent({ kilos: 3 }))).toMatchObject(kept);
  });

  test("UP-1 an event of a type that nobody declares passes as it was stored", () => {
    const events = stored([{ type: "Unknown", schemaVersion: 9, payload: 1 }]);
    expect(readEvents(events, chainsOf(catalogWith({})))[0]).toBe(events[0]);
  });

  test("UP-2 a version from the future is EVENT_FROM_THE_FUTURE with type, stored and known version", () => {
    const failure = failureOf(() => read(threeVersions, sent({ grams: 1 }, 4)));
    expect(failure).toMatchObject({ code: "EVENT_FROM_THE_FUTURE", retryable: false });
    expect(failure).toMatchObject({ message: expect.stringMatching(/Sent.*version 4.*up to 3/) });
  });

  test.each([0, -1, 1.5, NaN])("UP-2 version %s, which cannot be, is UPCAST_FAILED", (version) => {
    const failure = failureOf(() => read(threeVersions, sent({}, version)));
    expect(failure).toMatchObject({ code: "UPCAST_FAILED" });
  });
});

describe("an upcaster that fails", () => {
  const failures: [string, EventStep, RegExp][] = [
    ["throws", () => fail(), /Sent from version 2 failed: no such parcel/],
    ["is asynchronous", (async () => ({ grams: 1 })) as never, /from version 2.*synchronous/],
    ["returns nothing", (() => undefined) as never, /from version 2.*must return an object/],
    [
      "changes its input",
      (old) => Object.assign(old, { grams: 1 }),
      /from version 2.*(extensible|read.only|Cannot)/,
    ],
    [
      "makes what the declaration does not take",
      () => ({ grams: "many" }),
      /Sent version 1, read as version 3, does not fit its declaration/,
    ],
    [
      "leaves a field that is not declared",
      () => ({ grams: 1, extra: 1 }),
      /read as version 3, does not fit/,
    ],
    ["makes what cannot be stored", () => ({ grams: new Date(0) as never }), /does not fit/],
  ];
  const fail = () => {
    throw new Error("no such parcel");
  };

  test.each(failures)(
    "UP-1 that %s is UPCAST_FAILED with type and version",
    (_name, step, says) => {
      const failure = failureOf(() => read({ 1: (old) => old, 2: step }, sent({ pounds: 1 })));
      expect(failure).toMatchObject({ code: "UPCAST_FAILED", retryable: false });
      expect(failure).toMatchObject({ message: expect.stringMatching(says) });
    },
  );

  test("UP-1 an event that fails leaves the stored one unchanged", () => {
    const event = sent({ kilos: { n: 1 } });
    failureOf(() =>
      read({ 1: ({ kilos }: { kilos: { n: number } }) => ({ grams: kilos.n++ }) }, event),
    );
    expect(event.payload).toEqual({ kilos: { n: 1 } });
  });
});

describe("an event that is read as several", () => {
  const catalog = defineEvents(
    { Sent: { grams: v.number() }, Labelled: { code: v.string() }, Weighed: { grams: v.number() } },
    {
      upcast: {
        Sent: {
          1: splitEvent({ Sent: 2, Labelled: 1, Weighed: 1 }, ({ kilos, label }) => [
            { type: "Sent", payload: { kilos } },
            { type: "Labelled", payload: { label } },
            { type: "Weighed", payload: { grams: Number(kilos) * 1000 } },
          ]),
          2: ({ kilos }) => ({ grams: Number(kilos) * 1000 }),
        },
        Labelled: { 1: ({ label }) => ({ code: label }) },
      },
      retired: {
        Forgotten: { 1: splitEvent({}, () => []) },
        Wrong: { 1: splitEvent({ Sent: 3 }, () => [{ type: "Labelled" as "Sent", payload: {} }]) },
        Empty: { 1: splitEvent({ Sent: 3 }, () => [{ type: "Sent", payload: {} }]) },
        Odd: { 1: splitEvent({ Sent: 3 }, () => ["Sent"] as never) },
      },
    },
  );
  const chains = chainsOf(catalog);
  const pieces = readEvents(stored([sent({ kilos: 2, label: "L" })], 5), chains);

  test("UP-2 its pieces go through the later upcasters of their own types", () => {
    expect(pieces.map(({ type, payload }) => ({ type, payload }))).toEqual([
      { type: "Sent", payload: { grams: 2000 } },
      { type: "Labelled", payload: { code: "L" } },
      { type: "Weighed", payload: { grams: 2000 } },
    ]);
  });

  test("UP-2 its pieces have the newest version of their types", () => {
    expect(pieces.map(({ schemaVersion }) => schemaVersion)).toEqual([3, 2, 1]);
  });

  test("UP-2 its pieces have the stream version and position of the stored one", () => {
    expect(pieces.map(({ version }) => version)).toEqual([5, 5, 5]);
    expect(new Set(pieces.map(({ position }) => position)).size).toBe(1);
  });

  test("UP-2 the first piece has the id of the stored one, the others ids of their own", () => {
    expect(pieces.map(({ id }) => id)).toEqual(["e5", "e5~2", "e5~3"]);
  });

  test("UP-2 the events around it stay in order", () => {
    const label = { type: "Labelled", schemaVersion: 2, payload: { code: "X" } };
    const all = readEvents(stored([label, sent({ kilos: 2, label: "L" }), label]), chains);
    expect(all.map(({ id }) => id)).toEqual(["e1", "e2", "e2~2", "e2~3", "e3"]);
  });

  test("UP-2 an event may be read as none", () => {
    const gone = { type: "Forgotten", schemaVersion: 1, payload: {} };
    expect(readEvents(stored([gone]), chains)).toEqual([]);
  });

  test.each(["Wrong", "Empty", "Odd"])(
    "UP-2 a split that yields what it does not name, or what does not fit, is UPCAST_FAILED: %s",
    (type) => {
      const event = { type, schemaVersion: 1, payload: {} };
      const failure = failureOf(() => readEvents(stored([event]), chains));
      expect(failure).toMatchObject({ code: "UPCAST_FAILED" });
      expect(failure).toMatchObject({ message: expect.stringContaining(type) });
    },
  );
});

describe("two events that are read as one", () => {
  const catalog = defineEvents(
    { Created: { who: v.string(), where: v.string() }, Placed: { city: v.string() } },
    {
      upcast: {
        Created: {
          1: ({ name }) => ({ who: name }),
          2: mergeEvents({ Placed: 2 }, (created, placed) => ({
            ...created,
            where: placed?.["city"] ?? "nowhere",
          })),
        },
        Placed: { 1: ({ town }) => ({ city: town }), 2: ({ city }) => ({ city }) },
      },
    },
  );
  const chains = chainsOf(catalog);
  const created: Stored = { type: "Created", schemaVersion: 1, payload: { name: "Ann" } };
  const placed: Stored = { type: "Placed", schemaVersion: 1, payload: { town: "Bonn" } };
  const readAll = (events: readonly Stored[]) => readEvents(stored(events), chains);
  const alone = { type: "Created", payload: { who: "Ann", where: "nowhere" } };

  test("UP-2 two consecutive events of one append are one, each brought up to the step first", () => {
    const events = readAll([created, placed]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ payload: { who: "Ann", where: "Bonn" }, schemaVersion: 3 });
  });

  test("UP-2 the merged event has id, version and position of the first", () => {
    const [merged] = readAll([created, placed]);
    expect(merged).toMatchObject({ id: "e1", version: 1, position: { ordinal: 0 } });
  });

  test("UP-2 without a second one, the first is read alone", () => {
    expect(readAll([created])).toMatchObject([alone]);
    expect(readAll([created, created])).toMatchObject([alone, alone]);
  });

  test("UP-2 an event of another append is not merged", () => {
    const events = readAll([created, { ...placed, commit: 2n }]);
    expect(events).toMatchObject([alone, { type: "Placed", payload: { city: "Bonn" } }]);
  });

  test("UP-2 an event of another cause within one commit is not merged", () => {
    const [first, second] = stored([created, placed]);
    const events = readEvents([first!, { ...second!, causationId: "other" }], chains);
    expect(events).toMatchObject([alone, { type: "Placed" }]);
  });

  test("UP-2 an event of another stream is not merged", () => {
    const [first, second] = stored([created, placed]);
    const events = readEvents([first!, { ...second!, streamId: "q" }], chains);
    expect(events).toMatchObject([alone, { type: "Placed" }]);
  });

  test("UP-2 a second event written by newer code stands for itself", () => {
    const newer = { ...placed, schemaVersion: 3, payload: { city: "Bonn" } };
    expect(readAll([created, newer])).toMatchObject([alone, { type: "Placed" }]);
  });

  test("UP-2 a first event written by newer code stands for itself", () => {
    const newer = { ...created, schemaVersion: 3, payload: { who: "Ann", where: "Rome" } };
    expect(readAll([newer, placed])).toMatchObject([
      { payload: { who: "Ann", where: "Rome" } },
      { type: "Placed", payload: { city: "Bonn" } },
    ]);
  });

  test("UP-2 a page that ends between the two reads the first with the second as neighbour", () => {
    const [first, second] = stored([created, placed]);
    const [merged] = readEvents([first!], chains, [second!]);
    expect(merged).toMatchObject({ payload: { who: "Ann", where: "Bonn" } });
    expect(readEvents([second!], chains, [first!])).toEqual([]);
  });
});
