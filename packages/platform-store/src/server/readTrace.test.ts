import { describe, expect, test } from "vitest";
import {
  appended,
  costOf,
  eventsIn,
  eventsOf,
  eventWith,
  initConvexTest,
  log,
  pagesOf,
  refusalOf,
  store,
  toOrder,
  type App,
} from "./setup.test.js";

type Trace = { tenant?: string; id: string; correlationId?: string; causationId?: string };

async function cause(t: App, { tenant = "", id, ...trace }: Trace, count = 1) {
  const args = toOrder({ id, events: eventsOf(count) });
  const metadata = { ...args.metadata, ...trace };
  return (await appended(t, { ...args, tenant, metadata })).streams[0]!.events.map((e) => e.id);
}

/** Two requests; the first is a tree: a command's two events, each the cause of more. */
async function tracedLog(): Promise<App> {
  const t = initConvexTest();
  const [first, second] = await cause(t, { id: "o-1", causationId: "cmd-1" }, 2);
  await cause(t, { id: "o-9", correlationId: "corr-2", causationId: "cmd-2" }, 3);
  await cause(t, { id: "p-1", causationId: first! }, 4);
  await cause(t, { id: "q-1", causationId: second! });
  const acme = await cause(t, { tenant: "acme", id: "o-1", causationId: "cmd-1" }, 2);
  await cause(t, { tenant: "acme", id: "p-1", causationId: acme[0]! });
  return t;
}

describe("by event id", () => {
  test("ST-7 an event is read by its derived id and by the one its caller gave", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: [eventWith(), eventWith({ id: "evt-1" })] }));
    const [derived, given] = await log(t);
    const read = (id: string) => t.query((ctx) => store.readEvent(ctx, { tenant: "", id }));
    expect(await read("Order:o-1:1")).toEqual(derived);
    expect(await read("evt-1")).toEqual(given);
  });

  test("ST-7 an event of another tenant, and none, is null", async () => {
    const t = initConvexTest();
    await appended(t, { ...toOrder({ events: [eventWith({ id: "evt-1" })] }), tenant: "acme" });
    const read = (tenant: string, id: string) =>
      t.query((ctx) => store.readEvent(ctx, { tenant, id }));
    expect(await read("", "evt-1")).toBeNull();
    expect(await read("acme", "evt-2")).toBeNull();
    expect(await read("acme", "evt-1")).toMatchObject({ tenant: "acme" });
  });

  test("ST-7 an event by id costs one document, however many there are", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(200) }));
    const read = { tenant: "", id: "Order:o-1:100" };
    expect(await costOf(t, (ctx) => store.readEvent(ctx, read))).toEqual({ read: 1, written: 0 });
  });
});

describe("by correlation id", () => {
  type Pages = { correlationId: string; limit: number; tenant?: string };
  const pages = (t: App, { correlationId, limit, tenant = "" }: Pages) =>
    pagesOf(t, (ctx, after) =>
      store.readCorrelation(ctx, { tenant, correlationId, ...(after && { after }), limit }),
    );

  test.each([1, 2, 3, 7, 100])(
    "ST-7 the whole causal tree is read in pages of %i, ascending, each event once",
    async (limit) => {
      const t = await tracedLog();
      const tree = (await log(t)).filter(
        ({ tenant, correlationId }) => tenant === "" && correlationId === "corr-1",
      );
      expect(tree).toHaveLength(7);
      expect(eventsIn(await pages(t, { correlationId: "corr-1", limit: limit }))).toEqual(tree);
    },
  );

  test("ST-7 the tree of one tenant holds nothing of another with the same correlation id", async () => {
    const t = await tracedLog();
    const tenants = eventsIn(
      await pages(t, { correlationId: "corr-1", limit: 100, tenant: "acme" }),
    ).map(({ tenant }) => tenant);
    expect(tenants).toEqual(["acme", "acme", "acme"]);
  });

  test("ST-7 a page of a tree costs itself and one document more", async () => {
    const t = initConvexTest();
    await cause(t, { id: "o-2", correlationId: "corr-2" }, 100);
    await cause(t, { id: "o-1" }, 100);
    const args = { tenant: "", correlationId: "corr-1", limit: 5 };
    const cost = await costOf(t, (ctx) => store.readCorrelation(ctx, args));
    expect(cost).toEqual({ read: 6, written: 0 });
  });

  test("ST-7 an unknown correlation id is an empty page at its end", async () => {
    const [page] = await pages(await tracedLog(), { correlationId: "corr-9", limit: 5 });
    expect(page).toMatchObject({ events: [], isDone: true });
  });
});

describe("by causation id", () => {
  type Pages = { causationId: string; limit: number; tenant?: string };
  const pages = (t: App, { causationId, limit, tenant = "" }: Pages) =>
    pagesOf(t, (ctx, after) =>
      store.readCausation(ctx, { tenant, causationId, ...(after && { after }), limit }),
    );

  test.each([1, 3, 100])(
    "ST-7 the direct children of an event are read in pages of %i, and no grandchildren",
    async (limit) => {
      const t = await tracedLog();
      const children = eventsIn(await pages(t, { causationId: "Order:o-1:1", limit: limit }));
      expect(children.map(({ streamId, version }) => [streamId, version])).toEqual([
        ...[1, 2, 3, 4].map((version) => ["p-1", version]),
      ]);
      const ofCommand = eventsIn(await pages(t, { causationId: "cmd-1", limit: limit }));
      expect(ofCommand.map(({ id }) => id)).toEqual(["Order:o-1:1", "Order:o-1:2"]);
    },
  );

  test("ST-7 the children of one tenant hold nothing of another with the same causation id", async () => {
    const children = eventsIn(
      await pages(await tracedLog(), { causationId: "cmd-1", limit: 100, tenant: "acme" }),
    );
    expect(children.map(({ id }) => id)).toEqual(["acme:Order:o-1:1", "acme:Order:o-1:2"]);
  });

  test("ST-7 a page of children costs itself and one document more", async () => {
    const t = initConvexTest();
    await cause(t, { id: "o-1" }, 100);
    const args = { tenant: "", causationId: "cmd-1", limit: 5 };
    const cost = await costOf(t, (ctx) => store.readCausation(ctx, args));
    expect(cost).toEqual({ read: 6, written: 0 });
  });
});

const reads = {
  readCorrelation: (t: App, page: { limit: number; budget?: { documents: number } }) =>
    t.query((ctx) => store.readCorrelation(ctx, { tenant: "", correlationId: "corr-1", ...page })),
  readCausation: (t: App, page: { limit: number; budget?: { documents: number } }) =>
    t.query((ctx) => store.readCausation(ctx, { tenant: "", causationId: "Order:o-1:1", ...page })),
};

test.each(["readCorrelation", "readCausation"] as const)(
  "ST-7 a page of %s keeps within its budget, and a bad limit is a typed error",
  async (method) => {
    const t = await tracedLog();
    const page = await reads[method](t, { limit: 100, budget: { documents: 2 } });
    expect(page).toMatchObject({ events: [{}, {}], isDone: false });
    expect(await refusalOf(reads[method](t, { limit: 0 }))).toMatchObject({
      ...{ code: "NUMBER_INVALID", path: "limit" },
    });
  },
);
