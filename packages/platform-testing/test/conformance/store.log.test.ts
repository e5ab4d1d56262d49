import {
  EventStore,
  pageBudget,
  type ComponentApi,
  type LogFilter,
  type LogPage,
} from "@convex-es/platform-store";
import storeComponent from "@convex-es/platform-store/test";
import {
  componentsGeneric,
  defineSchema,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/engine/createEngine.js";
import type { Footprint } from "../../src/engine/frame/footprint.js";

const components = componentsGeneric() as unknown as { eventStore: ComponentApi };
const store = new EventStore(components.eventStore);

const total = 100_000;
const perAppend = 500;
const perMutation = 4000;
/** Where the one event lies that the filters look for. */
const rare = 73_210;

const eventAt = (n: number) => ({
  ...{ type: n === rare ? "Rare" : "Common", schemaVersion: 1, category: "domain" as const },
  ...{ context: n === rare ? "rare" : "common", payload: { n }, occurredAt: 0 },
  tags: n === rare ? [{ name: "kind", value: "rare" }] : [],
});

const seed = mutation({
  args: { first: v.number() },
  handler: async (ctx, { first }) => {
    for (let start = first; start < first + perMutation; start += perAppend) {
      const events = Array.from({ length: perAppend }, (_, i) => eventAt(start + i));
      const streamId = String((start / perAppend) % 7);
      await store.append(ctx, {
        tenant: "",
        streams: [{ streamType: "Order", streamId, expected: "any", events }],
        metadata: { actor: "ann", correlationId: "corr-1", causationId: "cmd-1" },
      });
    }
  },
});
const read = query({
  args: { filter: v.any(), after: v.optional(v.string()), limit: v.number() },
  handler: async (ctx, { filter, ...page }) => store.readLog(ctx, { ...filter, ...page }),
});
const app = {
  seed: makeFunctionReference<"mutation">("app:seed"),
  read: makeFunctionReference<"query">("app:read"),
};

async function start(): Promise<Engine> {
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./app.ts": async () => ({ seed, read }),
  };
  const engine = await createEngine(
    { "": { schema: defineSchema({}), modules }, eventStore: storeComponent },
    { mirror: true },
  );
  for (let first = 0; first < total; first += perMutation) {
    await engine.call({ fn: app.seed, args: { first } });
  }
  return engine;
}

type ReadPage = { page: LogPage; counts: Footprint["counts"] };

/** Every page from the beginning, with what it read. */
async function pagesOf(engine: Engine, filter: LogFilter, limit: number): Promise<ReadPage[]> {
  const pages: ReadPage[] = [];
  while (!pages.at(-1)?.page.isDone) {
    const cursor = pages.at(-1)?.page.cursor;
    const args = { filter: filter as never, limit, ...(cursor && { after: cursor }) };
    const { value, footprint } = await engine.call({ fn: app.read, args });
    pages.push({ page: value as LogPage, counts: footprint.counts });
  }
  return pages;
}

describe("a log of 100,000 events, one of which passes the filter", () => {
  const engine = start();

  test.each<[name: string, filter: LogFilter, pages: number]>([
    ["a type, over the whole log", { types: ["Rare"] }, total / pageBudget.documents + 1],
    [
      "a context of one tenant",
      { tenant: "", contexts: ["rare"] },
      total / pageBudget.documents + 1,
    ],
    ["a tag, which is indexed", { tenant: "", tags: [{ name: "kind", value: "rare" }] }, 1],
  ])(
    "ST-6 is found by %s, no page reading more than the budget",
    async (_, filter, most) => {
      const pages = await pagesOf(await engine, filter, 100);
      const found = pages.flatMap(({ page }) => page.events);
      expect(found.map(({ payload }) => payload as unknown)).toEqual([{ n: rare }]);
      for (const { counts } of pages) {
        expect(counts.docsRead).toBeLessThanOrEqual(pageBudget.documents);
        expect(counts.indexRanges).toBeLessThanOrEqual(3);
      }
      expect(pages).toHaveLength(most);
      expect(pages.at(-1)?.page.isDone).toBe(true);
    },
    120_000,
  );
});
