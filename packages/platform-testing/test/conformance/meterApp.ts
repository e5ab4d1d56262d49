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
  mutationGeneric,
  type DataModelFromSchemaDefinition,
} from "convex/server";
import { v } from "convex/values";
import { createEngine, type Engine } from "../../src/engine/createEngine.js";
import type { FunctionEnd } from "../../src/engine/frame/engineHooks.js";
import type { Operation } from "../../src/engine/frame/operation.js";

// An app with one read model, which tests deploy one way after the other and rebuild.

const schema = defineSchema({
  ...platformTables,
  totals: projectionTable({ version: v.number(), units: v.number(), readings: v.number() }),
});

const { defineProjection } = initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

const events = defineEvents({ MeterRead: { meterId: v.string(), units: v.number() } });
const Meter = defineAggregate("Meter", v.object({ readings: v.number() }), {
  id: "meterId",
  events,
  initial: { readings: 0 },
  evolve: { MeterRead: ({ readings }) => ({ readings: readings + 1 }) },
});
const args = { units: v.number(), times: v.optional(v.number()) };
type Reading = { meterId: string; units: number; times?: number };
const readings = ({ meterId, units, times = 1 }: Reading) =>
  Array.from({ length: times }, () => events.MeterRead({ meterId, units }));
const installMeter = Meter.creation({ args, decide: (_, reading) => readings(reading) });
const readMeter = Meter.command({ args, decide: (_, reading) => readings(reading) });

type Delivery = "inline" | "async";
type Variant = { version: number; delivery: Delivery; replaces?: Totals };
type Totals = { readonly name: "totals" };

/** The read model as a release declares it: a row tells which version has made it. */
export function totals({ version, delivery, replaces }: Variant): Totals {
  return defineProjection("totals", {
    events,
    key: "meterId",
    ...{ version, delivery, replaces: replaces as never },
    initial: { version, units: 0, readings: 0 },
    on: {
      MeterRead: (row, { units }) => ({
        ...{ version, units: row.units + units * version, readings: row.readings + 1 },
      }),
    },
  });
}

function released(projection: Totals) {
  const meters = defineBoundedContext("meters", {
    commands: { installMeter, readMeter },
    projections: [projection as never],
  });
  const platform = createPlatform(componentsGeneric() as never, {
    schema,
    contexts: [meters],
    actor: ({ subject }) => ({ id: subject, tenant: "", roles: [] }),
  });
  const start = mutationGeneric({
    args: { tenant: v.optional(v.string()), key: v.optional(v.string()) },
    handler: (ctx, options) => platform.rebuilds.start(ctx, "totals", options),
  });
  const verify = mutationGeneric({
    args: {},
    handler: (ctx) => platform.verifyProjection(ctx, "totals"),
  });
  return { app: { ...platform.mutations(meters), start, verify }, platform: platform.runtime() };
}

/** A function as Convex keeps it: the engine loads modules once, so that what it loads passes calls on. */
type Runnable = { _handler(ctx: unknown, args: unknown): unknown };

/** The running app, and how to replace its code. */
export type RunningMeters = {
  engine: Engine;
  ended: FunctionEnd[];
  deploy(projection: Totals): void;
};

/** Starts the app, empty; fake timers must be on. */
export async function startMeters(projection: Totals): Promise<RunningMeters> {
  const code = { current: released(projection) };
  const run = (part: "app" | "platform", name: string) => (ctx: unknown, args: unknown) =>
    (code.current[part][name as never] as Runnable)._handler(ctx, args);
  const mutations = ["installMeter", "readMeter", "start", "verify"].map((name) => [
    name,
    mutationGeneric({ args: v.any(), handler: run("app", name) }),
  ]);
  const runtime = {
    query: internalQueryGeneric({ args: v.any(), handler: run("platform", "query") }),
    mutation: internalMutationGeneric({ args: v.any(), handler: run("platform", "mutation") }),
  };
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./app.ts": async () => Object.fromEntries(mutations) as object,
    "./platform.ts": async () => runtime,
  };
  const app = {
    "": { schema, modules },
    eventStore: storeComponent,
    platformCore: coreComponent,
    "platformCore/batchWorker": batchWorker,
  };
  const ended: FunctionEnd[] = [];
  const engine = await createEngine(app, { mirror: true });
  return { engine, ended, deploy: (next) => void (code.current = released(next)) };
}

const call = (fn: string, args: object): Operation => ({
  fn: `app:${fn}`,
  args: args as never,
  identity: { subject: "ann" },
});

export const installs = (meterId: string, units = 1, times = 1) =>
  call("installMeter", { meterId, units, times });
export const reads = (meterId: string, units = 1, times = 1) =>
  call("readMeter", { meterId, units, times });
export const rebuild = (scope: { tenant?: string; key?: string } = {}) => call("start", scope);
export const verify = () => call("verify", {});
