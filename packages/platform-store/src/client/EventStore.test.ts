import { convexTest } from "convex-test";
import { componentsGeneric, defineSchema } from "convex/server";
import { expect, test } from "vitest";
import { register } from "../test.js";
import { EventStore, type ComponentApi } from "./index.js";

const components = componentsGeneric() as unknown as Record<string, ComponentApi>;
const mounted = (name: string) => components[name]!;

const args = {
  tenant: "",
  streams: [
    {
      ...{ streamType: "Product", streamId: "p-1", expected: "none" as const },
      events: [
        {
          ...{ type: "ProductAdded", schemaVersion: 1, category: "domain" as const },
          ...{ context: "inventory", payload: { sku: "A-1" }, tags: [], occurredAt: 0 },
        },
      ],
    },
  ],
  metadata: { actor: "user-1", correlationId: "corr-1", causationId: "cmd-1" },
};

function appWith(...names: string[]) {
  const modules = { "./_generated/api.ts": async () => ({}) };
  const t = convexTest({ schema: defineSchema({}), modules, transactionLimits: true });
  for (const name of names) register(t, name);
  return t;
}

test("a store has the name it is mounted under, or the one it is given", () => {
  expect(new EventStore(mounted("eventStore")).name).toBe("eventStore");
  expect(new EventStore(mounted("inventoryStore")).name).toBe("inventoryStore");
  expect(new EventStore(mounted("inventoryStore"), { name: "stock" }).name).toBe("stock");
});

test("every position names its store: of an append, a stream page, a log page and a conflict", async () => {
  const t = appWith("inventoryStore");
  const store = new EventStore(mounted("inventoryStore"));
  const key = { tenant: "", streamType: "Product", streamId: "p-1" };
  const result = await t.mutation((ctx) => store.append(ctx, args));
  const conflict = await t.mutation((ctx) => store.append(ctx, args));
  const stream = await t.query((ctx) =>
    store.readStream(ctx, { ...key, direction: "forward", limit: 1 }),
  );
  const log = await t.query((ctx) => store.readLog(ctx, { limit: 1 }));
  const position = { ordinal: 0, store: "inventoryStore", commitTs: expect.any(BigInt) };
  expect(result).toMatchObject({ status: "appended", position });
  expect(conflict).toMatchObject({ conflicts: [{ events: [{ position }] }] });
  expect(stream.events).toMatchObject([{ position }]);
  expect(log.events).toMatchObject([{ position }]);
});

test("two mounted stores share no stream", async () => {
  const t = appWith("eventStore", "inventoryStore");
  const stores = ["eventStore", "inventoryStore"].map((name) => new EventStore(mounted(name)));
  const both = await t.mutation(async (ctx) => {
    const results = [];
    for (const store of stores) results.push((await store.append(ctx, args)).status);
    return results;
  });
  expect(both).toEqual(["appended", "appended"]);
});

test("the position of an append is a cursor: nothing of the append comes after it", async () => {
  const t = appWith("eventStore");
  const store = new EventStore(mounted("eventStore"));
  const result = await t.mutation((ctx) => store.append(ctx, args));
  if (result.status !== "appended") throw new Error("The append did not go through.");
  const after = { ...result.position, commitTs: result.position.commitTs as bigint };
  expect(await t.query((ctx) => store.readLog(ctx, { after, limit: 5 }))).toMatchObject({
    ...{ events: [], isDone: true },
  });
});

test("every read of events can look at a stale snapshot, which holds nothing of the running mutation", async () => {
  const t = appWith("eventStore");
  const store = new EventStore(mounted("eventStore"));
  const stream = { tenant: "", streamType: "Product", streamId: "p-1" };
  const readAll = async (ctx: Parameters<typeof store.readLog>[0], useStaleSnapshot: boolean) => {
    const page = { tenant: "", limit: 9, useStaleSnapshot };
    const pages = [
      await store.readStream(ctx, { ...stream, direction: "forward", limit: 9, useStaleSnapshot }),
      await store.readLog(ctx, page),
      await store.readCorrelation(ctx, { ...page, correlationId: "corr-1" }),
      await store.readCausation(ctx, { ...page, causationId: "cmd-1" }),
    ];
    const event = await store.readEvent(ctx, { tenant: "", id: "Product:p-1:1", useStaleSnapshot });
    return [...pages.map(({ events }) => events.length), event === null ? 0 : 1];
  };
  const seen = await t.mutation(async (ctx) => {
    await store.append(ctx, args);
    return [await readAll(ctx, true), await readAll(ctx, false)];
  });
  expect(seen).toEqual([
    [0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1],
  ]);
  await expect(t.query((ctx) => readAll(ctx, true))).rejects.toThrow("only supported in mutations");
});
