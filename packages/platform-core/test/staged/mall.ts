import {
  componentsGeneric,
  defineSchema,
  type DataModelFromSchemaDefinition,
  type UserIdentity,
} from "convex/server";
import { v } from "convex/values";
import type { PlatformComponents } from "../../src/platform/createPlatform.js";
import {
  createPlatform,
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
} from "../../src/index.js";

// Prices in one store, sales in another: what was sold is counted with the price that the other read model shows.

const vPrice = { cents: v.number(), changes: v.number() };
const vSales = { cents: v.number(), changesSeen: v.array(v.number()) };

export const schema = defineSchema({
  ...platformTables,
  prices: projectionTable(vPrice),
  tags: projectionTable(vPrice),
  sales: projectionTable(vSales),
  receipts: projectionTable(vSales),
  days: projectionTable({ lines: v.array(v.string()) }),
});

const { defineAggregate, defineProjection } =
  initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

export const productEvents = defineEvents({
  PriceSet: { productId: v.string(), cents: v.number() },
});
export const orderEvents = defineEvents({
  ProductSold: { orderId: v.string(), productId: v.string(), units: v.number() },
});

const Product = defineAggregate("Product", v.object({}), {
  id: "productId",
  events: productEvents,
  initial: {},
  evolve: { PriceSet: (product) => product },
});
const Order = defineAggregate("Order", v.object({}), {
  id: "orderId",
  events: orderEvents,
  initial: {},
  evolve: { ProductSold: (order) => order },
});

const setPrice = Product.command({
  onMissing: "decide",
  args: { cents: v.number() },
  decide: (_product, args) => productEvents.PriceSet(args),
});
const sell = Order.command({
  onMissing: "decide",
  args: { productId: v.string(), units: v.number() },
  decide: (_order, args) => orderEvents.ProductSold(args),
});

/** What the handler of `prices` fails at. */
export const poison = -1;

const { PriceSet } = productEvents;
const { ProductSold } = orderEvents;
const priced = {
  events: { PriceSet },
  key: "productId" as const,
  initial: { cents: 0, changes: 0 },
};

/** Kept by the log. */
export const prices = defineProjection("prices", {
  ...priced,
  delivery: { mode: "async", onFailure: { policy: "halt", attempts: 1 } },
  on: {
    PriceSet: (row, { cents }) => {
      if (cents === poison) throw new Error("no such price");
      return { cents, changes: row.changes + 1 };
    },
  },
});

/** Kept by commands. */
export const tags = defineProjection("tags", {
  ...priced,
  on: { PriceSet: (row, { cents }) => ({ cents, changes: row.changes + 1 }) },
});

export const sales = defineProjection("sales", {
  events: { ProductSold },
  key: "productId",
  delivery: { mode: "async", join: { from: prices, key: "productId" } },
  initial: { cents: 0, changesSeen: [] },
  on: {
    ProductSold: (row, { units }, { joined }) => ({
      cents: row.cents + units * (joined?.cents ?? 0),
      changesSeen: [...row.changesSeen, joined?.changes ?? 0],
    }),
  },
});

/** As `sales`, by order, made of what commands keep, by two workers; what costs nothing is not looked up. */
export const receipts = defineProjection("receipts", {
  events: { ProductSold },
  key: "orderId",
  delivery: {
    mode: "async",
    partitions: 2,
    join: {
      from: tags,
      key: ({ payload: { productId } }) => (productId === "gift" ? null : productId),
    },
  },
  initial: { cents: 0, changesSeen: [] },
  on: {
    ProductSold: (row, { units }, { joined }) => ({
      cents: row.cents + units * (joined?.cents ?? 0),
      changesSeen: [...row.changesSeen, joined?.changes ?? 0],
    }),
  },
});

/** Everything that happened to a product, in the order of both stores, and once more for everything that happened at all. */
export const days = defineProjection("days", {
  events: { PriceSet, ProductSold },
  key: ({ payload: { productId } }) => [productId, "all"],
  delivery: "async",
  initial: { lines: [] },
  on: {
    PriceSet: (row, { productId, cents }) => ({
      lines: [...row.lines, `${productId} costs ${cents}`],
    }),
    ProductSold: (row, { productId, units }) => ({
      lines: [...row.lines, `${units} × ${productId}`],
    }),
  },
});

export const pricing = defineBoundedContext("pricing", {
  commands: { setPrice },
  projections: [prices, tags],
});
export const selling = defineBoundedContext("selling", {
  commands: { sell },
  projections: [sales, receipts, days],
});

/** Before there are prices. */
export const sellingOnly = defineBoundedContext("selling", {
  commands: { sell },
  projections: [days],
});

const components = componentsGeneric() as unknown as PlatformComponents & {
  priceStore: PlatformComponents["eventStore"];
};
export const platformCore = components.platformCore;

/** Prices have a store of their own, or are not there yet. */
export const mallPlatform = (withPrices = true) =>
  createPlatform(components, {
    schema,
    contexts: withPrices
      ? [{ context: pricing, store: components.priceStore }, selling]
      : [sellingOnly],
    actor: ({ subject, tenant }: UserIdentity) => ({
      id: subject,
      tenant: typeof tenant === "string" ? tenant : "",
      roles: [],
    }),
  });
