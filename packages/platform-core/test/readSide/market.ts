import {
  componentsGeneric,
  defineSchema,
  type DataModelFromSchemaDefinition,
  type UserIdentity,
} from "convex/server";
import { v } from "convex/values";
import {
  createPlatform,
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
} from "../../src/index.js";
import type { PlatformComponents } from "../../src/platform/createPlatform.js";

// Two contexts with a store each, and read models of every kind of delivery over them.

const rows = () => projectionTable({ count: v.number(), digest: v.number() });

export const schema = defineSchema({
  ...platformTables,
  stalls: rows(),
  takings: rows(),
  takingsInParts: rows(),
  owners: rows(),
  crowds: rows(),
  parties: rows(),
  guests: rows(),
});

const { defineAggregate, defineProjection } =
  initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

export const stallEvents = defineEvents(
  {
    ItemSold: { stallId: v.string(), owner: v.string(), cents: v.number() },
    SignPainted: { stallId: v.string() },
  },
  // What an older release stored cannot be read.
  { upcast: { ItemSold: { 1: ({ torn }) => ({ cents: torn }) } } },
);
export const visitorEvents = defineEvents({
  VisitorCame: { visitorId: v.string(), owner: v.string(), cents: v.number() },
});

const Stall = defineAggregate("Stall", v.object({}), {
  id: "stallId",
  events: stallEvents,
  initial: {},
  evolve: { ItemSold: (stall) => stall, SignPainted: (stall) => stall },
});
const Visitor = defineAggregate("Visitor", v.object({}), {
  id: "visitorId",
  events: visitorEvents,
  initial: {},
  evolve: { VisitorCame: (visitor) => visitor },
});

const sellItems = Stall.command({
  onMissing: "decide",
  args: { owner: v.string(), cents: v.array(v.number()) },
  decide: (_stall, { stallId, owner, cents }) =>
    cents.map((each) => stallEvents.ItemSold({ stallId, owner, cents: each })),
});
const paintSign = Stall.command({
  onMissing: "decide",
  decide: (_stall, { stallId }) => stallEvents.SignPainted({ stallId }),
});
const visit = Visitor.command({
  onMissing: "decide",
  args: { owner: v.string(), cents: v.number() },
  decide: (_visitor, args) => visitorEvents.VisitorCame(args),
});

type Row = { count: number; digest: number };

/** What the handlers of async read models fail for. */
export const poison = -1;
/** What they fail for in rows that hold something already. */
export const first = -2;

/** The digest depends on the order and number of the events. */
const count = ({ count, digest }: Row, { cents }: { cents: number }): Row => ({
  count: count + 1,
  digest: (digest * 31 + cents) % 1_000_003,
});
const add = (row: Row, sold: { cents: number }): Row => {
  if (sold.cents === poison) throw new Error("cannot be counted");
  if (sold.cents === first && row.count > 0) throw new Error("is not the first");
  return count(row, sold);
};

const { ItemSold } = stallEvents;
const initial: Row = { count: 0, digest: 7 };
const byStall = { events: { ItemSold }, key: "stallId" as const, initial, on: { ItemSold: add } };

export const stalls = defineProjection("stalls", { ...byStall, on: { ItemSold: count } });
export const takings = defineProjection("takings", { ...byStall, delivery: "async" });
export const takingsInParts = defineProjection("takingsInParts", {
  ...byStall,
  delivery: { mode: "async", partitions: 2 },
});
export const owners = defineProjection("owners", {
  events: { ItemSold },
  key: "owner",
  delivery: { mode: "async", partitions: 2 },
  category: "reporting",
  initial,
  on: { ItemSold: add },
});
export const crowds = defineProjection("crowds", {
  events: { ItemSold, ...visitorEvents },
  key: "owner",
  delivery: "async",
  initial,
  on: { ItemSold: add, VisitorCame: add },
});
/** As `crowds`, but for what stalls say. */
export const guests = defineProjection("guests", {
  events: { ItemSold, ...visitorEvents },
  key: "owner",
  delivery: "async",
  where: { streamTypes: ["Visitor"] },
  initial,
  on: { ItemSold: add, VisitorCame: add },
});

/** Each sale in two rows, which wait for each other when a handler fails. */
export const parties = defineProjection("parties", {
  events: { ItemSold },
  key: ({ payload: { stallId, owner } }) => [stallId, owner],
  delivery: "async",
  initial,
  on: { ItemSold: add },
});

export const trade = defineBoundedContext("trade", {
  commands: { sellItems, paintSign },
  projections: [stalls, takings, takingsInParts, owners, crowds, parties, guests],
});
export const visits = defineBoundedContext("visits", { commands: { visit } });

const components = componentsGeneric() as unknown as PlatformComponents;
const mounts = componentsGeneric() as unknown as Record<"visitStore", never>;

export const platform = createPlatform(components, {
  schema,
  contexts: [trade, { context: visits, store: mounts.visitStore }],
  actor: ({ subject, tenant }: UserIdentity) => ({
    id: subject,
    tenant: typeof tenant === "string" ? tenant : "",
    roles: [],
  }),
});
