import batchWorker from "@convex-dev/batch-worker/test";
import {
  createPlatform,
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
} from "@convex-es/platform-core";
import coreComponent from "@convex-es/platform-core/test";
import storeComponent from "@convex-es/platform-store/test";
import {
  componentsGeneric,
  defineSchema,
  internalMutationGeneric,
  internalQueryGeneric,
  type DataModelFromSchemaDefinition,
} from "convex/server";
import { v } from "convex/values";
import { createEngine, type Engine } from "../../../src/engine/createEngine.js";
import type { Faults } from "./Faults.js";
import { follow } from "./follow.js";

// An app whose rows remember which events they have seen, in which order: what is lost, doubled or misordered shows.

const row = { events: v.number(), trail: v.number(), version: v.number() };
const schema = defineSchema({
  ...platformTables,
  byJar: projectionTable(row),
  byShelf: projectionTable(row),
  byCoin: projectionTable(row),
});
const { defineProjection } = initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

const jarEvents = defineEvents({
  JarOpened: { jarId: v.string(), shelf: v.string(), coins: v.array(v.string()) },
  CoinsAdded: { jarId: v.string(), shelf: v.string(), coins: v.array(v.string()) },
  LidClosed: { jarId: v.string(), shelf: v.string() },
});
const Jar = defineAggregate("Jar", v.object({ shelf: v.string() }), {
  id: "jarId",
  events: jarEvents,
  initial: { shelf: "" },
  evolve: {
    JarOpened: (jar, { shelf }) => ({ ...jar, shelf }),
    CoinsAdded: (jar) => jar,
    LidClosed: (jar) => jar,
  },
});
const openJar = Jar.creation({
  args: { shelf: v.string(), coins: v.array(v.string()) },
  decide: (_jar, { jarId, shelf, coins }) => jarEvents.JarOpened({ jarId, shelf, coins }),
});
const addCoins = Jar.command({
  args: { coins: v.array(v.string()), times: v.number() },
  decide: ({ shelf }, { jarId, coins, times }) =>
    Array.from({ length: times }, () => jarEvents.CoinsAdded({ jarId, shelf, coins })),
});
const closeLid = Jar.command({
  decide: ({ shelf }, { jarId }) => jarEvents.LidClosed({ jarId, shelf }),
});

const { JarOpened, CoinsAdded } = jarEvents;
const initial = { events: 0, trail: 0, version: 1 };

type Seen = typeof initial;

/** Handlers of one version; `fail` throws when the fault plan says so. */
const handlers = (faults: Faults, version: number) => ({
  JarOpened: (row: Seen, _: unknown, { id }: { id: string }) => {
    faults.strike();
    return follow(row, id, version);
  },
  CoinsAdded: (
    row: Seen,
    { coins }: { readonly coins: readonly string[] },
    { id }: { id: string },
  ) => {
    faults.strike(coins);
    return follow(row, id, version);
  },
});

/** The app in one of its releases: the second counts rows of jars in another version, beside the first until it is built. */
function release(faults: Faults, number: 1 | 2) {
  const events = { JarOpened, CoinsAdded };
  const common = { events, delivery: "async", initial } as const;
  const shared = { mode: "async", partitions: 2 } as const;
  const jarRows = { ...common, key: "jarId", delivery: shared } as const;
  const first = defineProjection("byJar", { ...jarRows, on: handlers(faults, 1) });
  const second = () =>
    defineProjection("byJar", {
      ...jarRows,
      ...{ version: 2, replaces: first },
      on: handlers(faults, 2),
    });
  const context = defineBoundedContext("jars", {
    commands: { openJar, addCoins, closeLid },
    projections: [
      number === 1 ? first : second(),
      defineProjection("byShelf", { ...common, key: "shelf", on: handlers(faults, 1) }),
      defineProjection("byCoin", {
        ...common,
        key: ({ payload }) => payload.coins,
        on: handlers(faults, 1),
      }),
    ],
  });
  const platform = createPlatform(componentsGeneric() as never, {
    schema,
    contexts: [context],
    actor: ({ subject }) => ({ id: subject, tenant: "", roles: [] }),
  });
  return { commands: platform.mutations(context), runtime: platform.runtime() };
}

/** The running app; `deploy` puts another release in the place of the one that runs. */
export type FaultyApp = { engine: Engine; deploy: (number: 1 | 2) => void };

/** Starts the app in its first release, empty; fake timers must be on. */
export async function startFaulty(faults: Faults): Promise<FaultyApp> {
  const releases = { 1: release(faults, 1), 2: release(faults, 2) };
  let { runtime } = releases[1];
  const args = { op: v.string(), input: v.any() };
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./app.ts": async () => releases[1].commands,
    "./platform.ts": async () => ({
      query: internalQueryGeneric({ args, handler: (ctx, call) => run(runtime.query, ctx, call) }),
      mutation: internalMutationGeneric({
        args,
        handler: (ctx, call) => run(runtime.mutation, ctx, call),
      }),
    }),
  };
  const engine = await createEngine(
    {
      "": { schema, modules },
      eventStore: storeComponent,
      platformCore: coreComponent,
      "platformCore/batchWorker": batchWorker,
    },
    { mirror: true },
  );
  return { engine, deploy: (number) => void (runtime = releases[number].runtime) };
}

// The registered function's own code, as Convex calls it.
function run(registered: unknown, ctx: unknown, call: unknown): unknown {
  const { _handler } = registered as { _handler: (ctx: unknown, call: unknown) => unknown };
  return _handler(ctx, call);
}
