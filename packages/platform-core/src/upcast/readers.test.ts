import { describe, expect, expectTypeOf, test } from "vitest";
import { failureOf, initConvexTest, type App } from "../../test/initConvexTest.js";
import { Parcel, parcelEvents, platform, sendParcel } from "../../test/parcel.js";
import { append, oldLog, store, withOldParcel, type Old } from "../../test/past.js";

const events = [
  ["ParcelSent", 1, { parcelId: "p", grams: 2000, to: "unknown" }],
  ["ParcelSent", 2, { parcelId: "p", grams: 2500, to: "unknown" }],
  ["LabelPrinted", 3, { parcelId: "p", code: "L1" }],
  ["LabelPrinted", 4, { parcelId: "p", code: "L2" }],
  ["ParcelSent", 5, { parcelId: "p", grams: 3000, to: "unknown" }],
  ["LabelPrinted", 5, { parcelId: "p", code: "L3" }],
  ["ParcelHandedOver", 6, { parcelId: "p", by: "Ann", place: "Bonn" }],
];
type Page = { events: { type: string; version: number; payload: unknown }[] };
const shown = (page: Page) =>
  page.events.map(({ type, version, payload }) => [type, version, payload]);

const future: Old = { type: "ParcelSent", schemaVersion: 4, payload: { parcelId: "p" } };
const fromTheFuture = {
  code: "EVENT_FROM_THE_FUTURE",
  message: expect.stringMatching(/ParcelSent.*version 4.*up to 3/),
};

async function pagesOf<P extends { isDone: boolean }>(
  read: (after: P | undefined) => Promise<P>,
): Promise<P[]> {
  const pages: P[] = [];
  while (!pages.at(-1)?.isDone) pages.push(await read(pages.at(-1)));
  return pages;
}

describe("history", () => {
  type Options = Partial<Parameters<typeof platform.history>[2]>;
  const history = (t: App, options: Options = {}) =>
    t.query((ctx) => platform.history(ctx, Parcel, { id: "p", tenant: "", ...options }));

  test("UP-1 the history of an aggregate reads every version as the newest", async () => {
    const page = await history(await withOldParcel());
    expect(shown(page)).toEqual(events);
    expect(page.events.every(({ type, schemaVersion }) => newest[type] === schemaVersion)).toBe(
      true,
    );
  });
  const newest: Record<string, number> = { ParcelSent: 3, LabelPrinted: 2, ParcelHandedOver: 2 };

  test("UP-1 backward, it is the same history turned round", async () => {
    const page = await history(await withOldParcel(), { direction: "backward" });
    expect(shown(page)).toEqual(events.toReversed());
  });

  test.each([1, 2, 3, 6, 7])("UP-2 in pages of %i, pairs and pieces stay whole", async (limit) => {
    const t = await withOldParcel();
    for (const direction of ["forward", "backward"] as const) {
      const pages = await pagesOf<Awaited<ReturnType<typeof history>>>((last) =>
        history(t, { limit, direction, ...(last && { from: last.next ?? 0 }) }),
      );
      const all = pages.flatMap(shown);
      expect(direction === "forward" ? all : all.toReversed()).toEqual(events);
    }
  });

  test("UP-2 an event from the future fails the history", async () => {
    const t = await withOldParcel();
    await append(t, [future]);
    expect(await failureOf(history(t))).toMatchObject(fromTheFuture);
  });

  test("UP-1 the history is typed by the aggregate's events", async () => {
    const { events: read } = await history(await withOldParcel());
    const [first] = read;
    expect(first?.type === "ParcelSent" && first.payload.grams).toBe(2000);
    expectTypeOf(read[0]!.type).toEqualTypeOf<"ParcelSent" | "LabelPrinted" | "ParcelHandedOver">();
  });
});

describe("log", () => {
  type Options = NonNullable<Parameters<typeof platform.readLog>[1]>;
  const readLog = (t: App, options: Options = {}) =>
    t.query((ctx) => platform.readLog(ctx, { tenant: "", ...options }));

  test("UP-1 the log reads every version as the newest", async () => {
    expect(shown(await readLog(await withOldParcel()))).toEqual(events);
  });

  test("UP-1 events are found by the type they are read as, whatever it was when they were stored", async () => {
    const t = await withOldParcel();
    for (const type of ["ParcelSent", "LabelPrinted", "ParcelHandedOver"]) {
      const wanted = events.filter(([read]) => read === type);
      expect(shown(await readLog(t, { types: [type] }))).toEqual(wanted);
    }
  });

  test("UP-1 a retired type is no longer found", async () => {
    const t = await withOldParcel();
    expect(await readLog(t, { types: ["ParcelSentWithLabel"] })).toMatchObject({ events: [] });
  });

  test.each([1, 2, 3, 6])("UP-2 in pages of %i, each event comes once", async (limit) => {
    const t = await withOldParcel();
    for (const filter of [{}, { types: ["ParcelHandedOver", "LabelPrinted"] }]) {
      const { types } = filter as Options;
      const pages = await pagesOf<Awaited<ReturnType<typeof readLog>>>((last) =>
        readLog(t, { ...filter, limit, after: last?.cursor }),
      );
      expect(pages.flatMap(shown)).toEqual(
        types ? events.filter(([type]) => types.some((wanted) => wanted === type)) : events,
      );
    }
  });

  test("UP-2 a filter that keeps out the second of a pair does not keep the first from merging", async () => {
    const t = initConvexTest();
    const tags = [{ name: "city", value: "Bonn" }];
    const [first, second] = [
      { type: "ParcelHandedOver", schemaVersion: 1, payload: { parcelId: "p", by: "Ann" }, tags },
      { type: "PlaceNoted", schemaVersion: 2, payload: { parcelId: "p", name: "Bonn" } },
    ];
    await append(t, [first, second]);
    const page = await readLog(t, { tags });
    expect(shown(page)).toEqual([events.at(-1)!.with(1, 1)]);
  });

  test("UP-2 an event from the future fails the log", async () => {
    const t = initConvexTest();
    await append(t, [future]);
    expect(await failureOf(readLog(t))).toMatchObject(fromTheFuture);
  });

  test("UP-1 the log holds the events of the caller's tenant, or of the one that is named", async () => {
    const t = await withOldParcel();
    await append(t, oldSent, { tenant: "other" });
    expect((await readLog(t)).events).toHaveLength(events.length);
    expect((await readLog(t, { tenant: "other" })).events).toHaveLength(1);
  });
  const oldSent = [{ type: "ParcelSent", schemaVersion: 2, payload: { parcelId: "p", grams: 1 } }];
});

describe("states", () => {
  const state = { log: oldLog, grams: 3000 };
  const load = (t: App) =>
    t.query((ctx) => platform.repository(Parcel).load(ctx, "p", { tenant: "" }));

  test("UP-1 a refold reads every version as the newest", async () => {
    expect(await load(await withOldParcel())).toEqual({ id: "p", version: 7, state });
  });

  test("UP-1 the past is folded from the newest versions", async () => {
    const t = await withOldParcel();
    const past = (version: number) =>
      t.query((ctx) => platform.stateAt(ctx, Parcel, { id: "p", tenant: "", version }));
    expect(await past(3)).toMatchObject({ version: 3, state: { log: oldLog.slice(0, 3) } });
    expect(await past(5)).toMatchObject({ version: 5, state: { log: oldLog.slice(0, 6) } });
  });

  test("UP-2 the first of a merged pair already holds both: nobody ever saw the one alone", async () => {
    const t = await withOldParcel();
    const at6 = await t.query((ctx) =>
      platform.stateAt(ctx, Parcel, { id: "p", tenant: "", version: 6 }),
    );
    expect(at6).toEqual({ id: "p", version: 6, state });
  });

  test("UP-2 an event from the future fails the load", async () => {
    const t = await withOldParcel();
    await append(t, [future]);
    expect(await failureOf(load(t))).toMatchObject(fromTheFuture);
  });
});

test("UP-1 what is stored is the version declared", async () => {
  const t = initConvexTest();
  await t.mutation((ctx) =>
    platform.execute(ctx, sendParcel, {
      actor: { id: "ann", tenant: "", roles: [] },
      args: { parcelId: "p", grams: 5, to: "Bonn" },
    }),
  );
  const { events: raw } = await t.query((ctx) =>
    store.readStream(ctx, {
      ...{ tenant: "", streamType: "Parcel", streamId: "p" },
      ...{ direction: "forward", limit: 1 },
    }),
  );
  expect(raw).toMatchObject([{ type: "ParcelSent", schemaVersion: 3 }]);
  expect(parcelEvents.ParcelSent.schemaVersion).toBe(3);
});

test("UP-1 nothing in this package reads payloads from a store but the functions that upcast them", () => {
  const sources = import.meta.glob<string>(["../**/*.ts", "!../**/*.test.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const reading = Object.entries(sources).filter(([, source]) =>
    /\.(readStream|readLog|readEvent|readCorrelation|readCausation)\(|\breadLogs\(/.test(source),
  );
  expect(reading.map(([file]) => file).sort()).toEqual([
    // A trace shows what was stored when, and no payload.
    "../tracing/readTrace.ts",
    "./readEach.ts",
    "./readLog.ts",
    "./readNeighbours.ts",
    "./readStored.ts",
    "./readStream.ts",
  ]);
});
