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
  type GenericDatabaseReader,
  type GenericDataModel,
} from "convex/server";
import { v } from "convex/values";
import { vi } from "vitest";
import { createEngine, type Engine } from "../../src/engine/createEngine.js";
import type { FunctionEnd } from "../../src/engine/frame/engineHooks.js";
import type { Operation } from "../../src/engine/frame/operation.js";

// An app whose read models are all kept by the log: as many as a test wants, each a count per jar.

const { defineProjection } = initPlatform<GenericDataModel>();

const events = defineEvents({
  JarOpened: { jarId: v.string(), shelf: v.string() },
  CoinsAdded: { jarId: v.string(), shelf: v.string(), coins: v.number() },
});
const Jar = defineAggregate("Jar", v.object({ shelf: v.string() }), {
  id: "jarId",
  events,
  initial: { shelf: "" },
  evolve: { JarOpened: (jar, { shelf }) => ({ ...jar, shelf }), CoinsAdded: (jar) => jar },
});
const openJar = Jar.creation({
  args: { shelf: v.string() },
  decide: (_jar, { jarId, shelf }) => events.JarOpened({ jarId, shelf }),
});
const addCoins = Jar.command({
  args: { coins: v.number(), times: v.optional(v.number()) },
  decide: ({ shelf }, { jarId, coins, times = 1 }) =>
    Array.from({ length: times }, () => events.CoinsAdded({ jarId, shelf, coins })),
});

/** What every handler throws at. */
export const badCoins = 13;

/** What the app declares. */
export type Jars = {
  /** How many read models there are (default 1); all of them handle every event. */
  projections?: number;
  partitions?: number;
  /** The payload field that names a row (default `jarId`, the stream). */
  key?: "jarId" | "shelf";
};

function declare({ projections = 1, partitions = 1, key = "jarId" }: Jars) {
  const names = Array.from({ length: projections }, (_, index) => `counts${index}`);
  const fields = { coins: v.number(), events: v.number() };
  const schema = defineSchema({
    ...platformTables,
    ...Object.fromEntries(names.map((name) => [name, projectionTable(fields)])),
  });
  const counts = names.map((name) =>
    defineProjection(name as never, {
      events,
      key,
      delivery: { mode: "async", partitions },
      initial: { coins: 0, events: 0 },
      on: {
        JarOpened: (row: Count) => ({ ...row, events: row.events + 1 }),
        CoinsAdded: (row: Count, { coins }: { coins: number }) => {
          if (coins === badCoins) throw new Error("these are no coins");
          return { coins: row.coins + coins, events: row.events + 1 };
        },
      } as never,
    }),
  );
  return { schema, counts };
}

/** A row of a read model of the app. */
export type Count = { coins: number; events: number };

/** The running app, and every scheduled function that has run. */
export type RunningJars = { engine: Engine; ended: FunctionEnd[] };

/** Starts the app, empty; fake timers must be on. */
export async function startJars(jars: Jars = {}): Promise<RunningJars> {
  const { schema, counts } = declare(jars);
  const commands = { openJar, addCoins };
  const shelf = defineBoundedContext("shelf", { commands, projections: counts });
  const platform = createPlatform(componentsGeneric() as never, {
    schema,
    contexts: [shelf],
    actor: ({ subject }) => ({ id: subject, tenant: "", roles: [] }),
  });
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./app.ts": async () => platform.mutations(shelf),
    "./platform.ts": async () => platform.runtime(),
  };
  const ended: FunctionEnd[] = [];
  const app = {
    "": { schema, modules },
    eventStore: storeComponent,
    platformCore: coreComponent,
    "platformCore/batchWorker": batchWorker,
  };
  const engine = await createEngine(app, {
    mirror: true,
    hooks: { onFunction: (end) => void (end.scheduled && ended.push(end)) },
  });
  return { engine, ended };
}

/** A call of one of the app's commands. */
export const jarCommand = (name: "openJar" | "addCoins", args: object): Operation => ({
  fn: `app:${name}`,
  args: args as never,
  identity: { subject: "ann" },
});

/** Lets every loop run until all are asleep. */
export async function drain({ engine }: RunningJars): Promise<void> {
  await engine.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));
}

type Rows = <T>(
  component: string,
  body: (ctx: { db: GenericDatabaseReader<GenericDataModel> }) => Promise<T>,
) => Promise<T>;

/** Every document of a table of a component. */
export const rowsIn = async (
  { engine }: RunningJars,
  component: string,
  table: string,
): Promise<Record<string, unknown>[]> => {
  const { runInComponent } = engine.t as unknown as { runInComponent: Rows };
  const rows: unknown[] = await runInComponent(component, async ({ db }) => {
    const query = table.startsWith("_") ? db.system.query(table as never) : db.query(table);
    return await query.collect();
  });
  return rows as Record<string, unknown>[];
};

const workerComponent = "platformCore/batchWorker";

/** The next run of a loop, as the scheduler calls it. */
export async function loopOf(jars: RunningJars, name: string): Promise<Operation> {
  const workers = await rowsIn(jars, workerComponent, "workers");
  const worker = workers.find((row) => row["name"] === name);
  const states = await rowsIn(jars, workerComponent, "workerState");
  const state = states.find((row) => row["_id"] === worker?.["stateId"]);
  if (state === undefined) throw new Error(`There is no loop "${name}".`);
  const args = { name, generation: state["generation"] as bigint };
  return { fn: `function://${workerComponent};loop:loop`, args };
}

/** Runs what is due within some milliseconds. */
export async function pass({ engine }: RunningJars, ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 50) {
    vi.advanceTimersByTime(50);
    await engine.t.finishInProgressScheduledFunctions();
  }
}

/** The rows of a read model by key. */
export async function countsOf(
  jars: RunningJars,
  table = "counts0",
): Promise<Record<string, number>> {
  const rows = (await rowsIn(jars, "", table)) as (Count & { key: string })[];
  return Object.fromEntries(rows.map(({ key, coins }) => [key, coins]));
}
