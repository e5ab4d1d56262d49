import { describe, expect, test } from "vitest";
import { pageBudget, type LogFilter, type NewEvent, type RecordedEvent } from "../client/index.js";
import {
  appended,
  costOf,
  eventsIn,
  eventsOf,
  eventWith,
  initConvexTest,
  log,
  pagesOf,
  readLog,
  refusalOf,
  store,
  toOrder,
  type App,
  type OneStream,
} from "./setup.test.js";

const tag = (name: string, value: string) => ({ name, value });
const customer = tag("customer", "c-1");
const region = tag("region", "eu");

type Given = OneStream & { tenant?: string; streamType?: string };

async function give(t: App, { tenant = "acme", streamType = "Order", ...one }: Given) {
  const args = toOrder(one);
  args.streams[0]!.streamType = streamType;
  await appended(t, { ...args, tenant });
}

/** A log in which every filter passes some events and not others. */
async function mixedLog(): Promise<App> {
  const t = initConvexTest();
  const events: Partial<NewEvent>[] = [
    { type: "Created", tags: [customer] },
    { type: "Added", tags: [customer, region] },
    { type: "Added", category: "integration" },
    { type: "Submitted", context: "sales", tags: [region, tag("customer", "c-2")] },
    { type: "Created", context: "sales", category: "fat", tags: [region, customer] },
  ];
  for (const streamType of ["Order", "Cart", "Order"]) {
    for (const tenant of ["acme", "other"]) {
      await give(t, { tenant, streamType, events: events.map(eventWith) });
    }
  }
  return t;
}

const filters: [name: string, filter: LogFilter, passes: (event: RecordedEvent) => boolean][] = [
  ["event types", { types: ["Created", "Submitted"] }, ({ type }) => type !== "Added"],
  ["categories", { categories: ["fat", "integration"] }, ({ category }) => category !== "domain"],
  ["contexts", { contexts: ["sales"] }, ({ context }) => context === "sales"],
  ["stream types", { streamTypes: ["Cart"] }, ({ streamType }) => streamType === "Cart"],
  ["a tenant", { tenant: "acme" }, ({ tenant }) => tenant === "acme"],
  ["a tag", { tags: [customer] }, ({ tags }) => tags.some(({ value }) => value === "c-1")],
  ["all of its tags", { tags: [region, customer] }, ({ tags }) => tags.length === 2 && has(tags)],
  [
    "a tag of one tenant",
    { tenant: "acme", tags: [customer] },
    ({ tenant, tags }) => tenant === "acme" && has(tags),
  ],
  [
    "a tag and one type",
    { tenant: "acme", tags: [customer], types: ["Added"] },
    ({ tenant, tags, type }) => tenant === "acme" && has(tags) && type === "Added",
  ],
  [
    "a tag and several types",
    { tenant: "acme", tags: [region], types: ["Added", "Submitted"] },
    ({ tenant, tags, type }) => tenant === "acme" && tags.length === 2 && type !== "Created",
  ],
  [
    "everything at once",
    {
      ...{ tenant: "acme", types: ["Added", "Created"], categories: ["fat"], contexts: ["sales"] },
      ...{ streamTypes: ["Order"], tags: [customer, region] },
    },
    ({ tenant, category, streamType }) =>
      tenant === "acme" && category === "fat" && streamType === "Order",
  ],
  ["an unknown name", { contexts: ["nobody"] }, () => false],
  ["no type at all", { types: [] }, () => false],
  ["no tag", { tags: [] }, () => true],
];
const has = (tags: { value: string }[]) => tags.some(({ value }) => value === "c-1");

describe("filters", () => {
  test.each(filters)("ST-6 the log filtered by %s is what a client would keep", async (...row) => {
    const [, filter, passes] = row;
    const t = await mixedLog();
    const wanted = (await log(t)).filter(passes);
    for (const limit of [1, 2, 3, 100]) {
      const pages = await pagesOf(t, (ctx, after) =>
        store.readLog(ctx, { ...filter, ...(after && { after }), limit }),
      );
      expect(eventsIn(pages)).toEqual(wanted);
      for (const { events } of pages) expect(events.length).toBeLessThanOrEqual(limit);
    }
  });

  test("ST-6 a tag is found by name and value, whatever characters they hold", async () => {
    const t = initConvexTest();
    const tags = [tag("a:b", "c"), tag("a", "b:c"), tag("a%3Ab", "c"), tag("a", "")];
    for (const [i, each] of tags.entries()) {
      await give(t, { id: `o-${i}`, events: [eventWith({ tags: [each] })] });
    }
    for (const each of tags) {
      const { events } = await readLog(t, { tenant: "acme", tags: [each], limit: 9 });
      expect(events.map((event) => event.tags)).toEqual([[each]]);
    }
  });

  test("ST-6 an event with the same tag twice is read once", async () => {
    const t = initConvexTest();
    await give(t, { events: [eventWith({ tags: [customer, customer] })] });
    const page = await readLog(t, { tenant: "acme", tags: [customer], limit: 9 });
    expect(page.events).toHaveLength(1);
  });
});

describe("the budget of a page", () => {
  const rare = (t: App) => give(t, { id: "rare", events: [eventWith({ context: "rare" })] });
  const fill = async (t: App, appends: number) => {
    for (let i = 0; i < appends; i++) {
      await give(t, { id: `o-${i % 3}`, events: eventsOf(500) });
    }
  };

  test("ST-6 a page without a match reads no more than the budget, is empty, and is not the end", async () => {
    const t = initConvexTest();
    await fill(t, 3);
    await rare(t);
    const pages = await pagesOf(t, (ctx, after) =>
      store.readLog(ctx, { contexts: ["rare"], ...(after && { after }), limit: 10 }),
    );
    expect(pages.map(({ events, isDone }) => [events.length, isDone])).toEqual([
      [0, false],
      [1, true],
    ]);
    const read = (after?: string) =>
      costOf(t, (ctx) =>
        store.readLog(ctx, { contexts: ["rare"], ...(after && { after }), limit: 10 }),
      );
    expect(await read()).toEqual({ read: pageBudget.documents, written: 0 });
    expect(await read(pages[0]?.cursor)).toEqual({ read: 501, written: 0 });
  });

  test("ST-6 a page of any size reads no more than the budget", async () => {
    const t = initConvexTest();
    await fill(t, 3);
    const cost = await costOf(t, (ctx) => store.readLog(ctx, { limit: 1e6 }));
    expect(cost).toEqual({ read: pageBudget.documents, written: 0 });
  });

  test.each([
    ["the whole log", {}, 7],
    ["a tenant", { tenant: "acme" }, 7],
    ["a tag, whose rows count as well", { tenant: "acme", tags: [customer] }, 6],
    ["a tag and types", { tenant: "acme", tags: [customer], types: ["A", "B"] }, 6],
  ])("ST-6 a page of %s can be given a smaller budget", async (_, filter, most) => {
    const t = initConvexTest();
    const types = ["A", "B", "C"];
    const events = Array.from({ length: 12 }, (_, i) =>
      eventWith({ type: types[i % 3]!, tags: [customer] }),
    );
    await give(t, { events });
    const args = { ...filter, limit: 100, budget: { documents: 7 } };
    const cost = await costOf(t, (ctx) => store.readLog(ctx, args));
    expect(cost.read).toBeLessThanOrEqual(7);
    expect(cost.read).toBeGreaterThanOrEqual(most);
    const pages = await pagesOf(t, (ctx, after) =>
      store.readLog(ctx, { ...args, ...(after && { after }) }),
    );
    const wanted = (await log(t)).filter(({ type }) => !("types" in filter) || type !== "C");
    expect(eventsIn(pages)).toEqual(wanted);
  });

  test("ST-6 events that do not pass count against the bytes of a page as well", async () => {
    const t = initConvexTest();
    const events = Array.from({ length: 35 }, () => eventWith({ payload: "x".repeat(60_000) }));
    for (const id of ["o-1", "o-2", "o-3"]) await give(t, { id, events });
    await rare(t);
    const page = await readLog(t, { contexts: ["rare"], limit: 1 });
    expect(page).toMatchObject({ events: [], isDone: false });
    const rest = await readLog(t, { contexts: ["rare"], after: page.cursor, limit: 1 });
    expect(rest).toMatchObject({ events: [{ streamId: "rare" }], isDone: true });
  });

  test("ST-6 a document larger than the bytes of a page is read all the same", async () => {
    const t = initConvexTest();
    await give(t, { events: eventsOf(3) });
    const pages = await pagesOf(t, (ctx, after) =>
      store.readLog(ctx, { ...(after && { after }), limit: 9, budget: { bytes: 1 } }),
    );
    expect(pages.map(({ events }) => events.length)).toEqual([1, 1, 1]);
  });

  test("ST-6 an event with a tag costs its tag row and itself, others nothing", async () => {
    const t = initConvexTest();
    await give(t, { events: eventsOf(50) });
    await give(t, { id: "o-2", events: [eventWith({ tags: [customer] }), eventWith()] });
    const args = { tenant: "acme", tags: [customer], limit: 10 };
    expect(await costOf(t, (ctx) => store.readLog(ctx, args))).toEqual({ read: 2, written: 0 });
  });

  test("ST-6 an event with a tag but of none of several types costs its tag row only", async () => {
    const t = initConvexTest();
    const types = ["A", "B", "C", "C"];
    await give(t, { events: types.map((type) => eventWith({ type, tags: [customer] })) });
    const args = { tenant: "acme", tags: [customer], types: ["A", "B"], limit: 10 };
    expect(await costOf(t, (ctx) => store.readLog(ctx, args))).toEqual({ read: 6, written: 0 });
  });

  test("ST-6 a filter that names nothing reads nothing", async () => {
    const t = initConvexTest();
    await give(t, { events: eventsOf(5) });
    const cost = await costOf(t, (ctx) => store.readLog(ctx, { contexts: [], limit: 10 }));
    expect(cost).toEqual({ read: 0, written: 0 });
  });

  test.each([{ documents: 1 }, { bytes: 0 }, { documents: NaN }])(
    "a budget of %j gets no reader on: a typed error",
    async (budget) => {
      const read = readLog(initConvexTest(), { limit: 1, budget });
      expect(await refusalOf(read)).toMatchObject({ code: "NUMBER_INVALID" });
    },
  );
});
