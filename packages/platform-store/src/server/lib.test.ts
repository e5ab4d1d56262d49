import type { GenericDataModel, GenericMutationCtx } from "convex/server";
import * as records from "@convex-es/platform-bus/functions";
import { expect, test } from "vitest";
import {
  append,
  appended,
  components,
  eventsOf,
  eventWith,
  initConvexTest,
  inStore,
  metadata,
  orderKey,
  toOrder,
  type App,
} from "./setup.test.js";

const modules = import.meta.glob<object>(["../component/*.ts", "!../component/*.config.ts"], {
  eager: true,
});

const isOfRecords = (name: string) => Object.hasOwn(records, name.slice("lib:".length));

type Registered = { isQuery?: true; isMutation?: true; isAction?: true };
const isRegistered = (thing: unknown): thing is Registered =>
  typeof thing === "function" &&
  ("isQuery" in thing || "isMutation" in thing || "isAction" in thing);

/** Everything that Convex would deploy of this component, as `file:name`. */
const exported = Object.entries(modules).flatMap(([path, module]) =>
  Object.entries(module)
    .filter(([, thing]) => isRegistered(thing))
    .map(([name]) => `${path.slice("../component/".length, -3)}:${name}`),
);

const { lib, commands } = components.eventStore;
const state = { shape: 2, value: "other" };
const attempt = { commandId: "c-1", type: "t", fingerprint: "f", actorId: "ann" };
const caused = { ...attempt, tenant: "", correlationId: "k", causationId: null, startedAt: 0 };
const stream = { streamType: "Order", streamId: "o-1" };
const committed = { store: "eventStore", commands: [] };
const decided = (expected: number) => ({
  status: "decided" as const,
  streams: [{ ...stream, expected, events: eventsOf(2), state }],
});
const page = { tenant: "", limit: 5 };
const closing = { ...orderKey(), actor: "ann", reason: "done" };
const idempotency = { key: "key-1", fingerprint: "f" };

type Ctx = GenericMutationCtx<GenericDataModel>;
/** Calls of each function that do whatever it can do to a store with the streams o-1 (3 events) and o-2. */
const calls: Record<string, ((ctx: Ctx) => Promise<unknown>)[]> = {
  "commands:open": [
    (ctx) => ctx.runMutation(commands.open, { tenant: "", stream, attempt }),
    (ctx) => ctx.runMutation(commands.open, { tenant: "", stream }),
  ],
  "commands:commit": [
    (ctx) =>
      ctx.runMutation(commands.commit, {
        ...committed,
        commands: [{ ...caused, ending: decided(3) }],
      }),
    (ctx) =>
      ctx.runMutation(commands.commit, {
        ...committed,
        commands: [{ ...caused, ending: decided(1) }],
      }),
  ],
  "commands:loadStates": [
    (ctx) => ctx.runQuery(commands.loadStates, { streams: [{ tenant: "", ...stream }] }),
  ],
  "lib:append": [
    (ctx) => ctx.runMutation(lib.append, toOrder({ expected: 3, events: eventsOf(2) })),
    (ctx) => ctx.runMutation(lib.append, toOrder({ expected: 1 })),
    (ctx) => ctx.runMutation(lib.append, toOrder({ events: [eventWith({ id: "evt-1" })] })),
    (ctx) => ctx.runMutation(lib.append, { ...toOrder({ id: "o-3" }), idempotency }),
    (ctx) => ctx.runMutation(lib.append, { ...toOrder({ id: "o-4" }), idempotency }),
  ],
  "lib:closeStream": [
    (ctx) => ctx.runMutation(lib.closeStream, closing),
    (ctx) => ctx.runMutation(lib.closeStream, { ...closing, streamId: "o-2", expected: 9 }),
  ],
  "lib:loadState": [(ctx) => ctx.runQuery(lib.loadState, orderKey())],
  "lib:readStream": [
    (ctx) => ctx.runQuery(lib.readStream, { ...orderKey(), direction: "backward", limit: 5 }),
  ],
  "lib:readLog": [(ctx) => ctx.runQuery(lib.readLog, page)],
  "lib:readEvent": [(ctx) => ctx.runQuery(lib.readEvent, { tenant: "", id: "Order:o-1:1" })],
  "lib:readCorrelation": [
    (ctx) => ctx.runQuery(lib.readCorrelation, { ...page, correlationId: "corr-1" }),
  ],
  "lib:readCausation": [
    (ctx) => ctx.runQuery(lib.readCausation, { ...page, causationId: "cmd-1" }),
  ],
  "lib:putState": [
    (ctx) => ctx.runMutation(lib.putState, { ...orderKey(), version: 3, state }),
    (ctx) => ctx.runMutation(lib.putState, { ...orderKey(), version: 1, state }),
  ],
  "lib:logEnd": [(ctx) => ctx.runQuery(lib.logEnd, {})],
  "lib:scanLog": [(ctx) => ctx.runQuery(lib.scanLog, { limit: 10 })],
  "lib:listStreams": [(ctx) => ctx.runQuery(lib.listStreams, { ...page, streamType: "Order" })],
  "lib:listAudits": [(ctx) => ctx.runQuery(lib.listAudits, page)],
};

/** The rows of the events as they lie in the table. */
const rows = (t: App) =>
  inStore(t, (ctx) => ctx.db.query("events").withIndex("by_creation_time").take(100));

async function filledStore(): Promise<App> {
  const t = initConvexTest();
  const tags = [{ name: "customer", value: "c-1" }];
  await appended(t, toOrder({ events: [...eventsOf(2), eventWith({ id: "evt-1", tags })] }));
  await appended(t, { ...toOrder({ id: "o-2", state: { shape: 1, value: 1 } }), metadata });
  await append(t, toOrder({ expected: 9 }));
  return t;
}

test("ST-9 every exported function of the component is looked at below", () => {
  const own = exported.filter((name) => !isOfRecords(name));
  expect(own.sort()).toEqual(Object.keys(calls).sort());
  // The functions of command records touch their own two tables; platform-bus has their tests.
  expect(exported).toHaveLength(own.length + Object.keys(records).length);
});

test.each(Object.entries(calls))(
  "ST-9 %s neither changes nor removes an event, whatever it is asked to do",
  async (_, ways) => {
    for (const way of ways) {
      const t = await filledStore();
      const before = await rows(t);
      await t.mutation(way);
      const after = await rows(t);
      expect(before).toHaveLength(4);
      expect(after.slice(0, before.length)).toEqual(before);
    }
  },
);
