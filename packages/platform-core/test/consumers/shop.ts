import type { DataModelFromSchemaDefinition } from "convex/server";
import { defineSchema } from "convex/server";
import { v } from "convex/values";
import {
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
} from "../../src/index.js";

// A shop whose read models are kept by the log.

export const schema = defineSchema({
  ...platformTables,
  baskets: projectionTable({ customer: v.string(), items: v.number() }),
  customerSales: projectionTable({ items: v.number(), baskets: v.number() }),
});

const { defineAggregate, defineProjection } =
  initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

export const basketEvents = defineEvents({
  BasketOpened: { basketId: v.string(), customer: v.string() },
  ItemAdded: { basketId: v.string(), customer: v.string(), items: v.number() },
  NoteTaken: { basketId: v.string(), text: v.string() },
});

const Basket = defineAggregate("Basket", v.object({ customer: v.string() }), {
  id: "basketId",
  events: basketEvents,
  initial: { customer: "" },
  evolve: {
    BasketOpened: (basket, { customer }) => ({ ...basket, customer }),
    ItemAdded: (basket) => basket,
    NoteTaken: (basket) => basket,
  },
});

export const openBasket = Basket.creation({
  args: { customer: v.string() },
  decide: (_basket, { basketId, customer }) => basketEvents.BasketOpened({ basketId, customer }),
});

export const addItems = Basket.command({
  args: { items: v.number(), times: v.optional(v.number()) },
  decide: ({ customer }, { basketId, items, times = 1 }) =>
    Array.from({ length: times }, () => basketEvents.ItemAdded({ basketId, customer, items })),
});

export const takeNote = Basket.command({
  args: { text: v.string() },
  decide: (_basket, { basketId, text }) => basketEvents.NoteTaken({ basketId, text }),
});

/** What handlers of the fixture throw at, and what they throw. */
export const poison = { items: -1 };

const { BasketOpened, ItemAdded } = basketEvents;

export const baskets = defineProjection("baskets", {
  events: { BasketOpened, ItemAdded },
  key: "basketId",
  delivery: "async",
  initial: { customer: "", items: 0 },
  on: {
    BasketOpened: (row, { customer }) => ({ ...row, customer }),
    ItemAdded: (row, { items }) => {
      if (items === poison.items) throw new Error("no such quantity");
      return { ...row, items: row.items + items };
    },
  },
});

export const customerSales = defineProjection("customerSales", {
  events: { BasketOpened, ItemAdded },
  key: "customer",
  delivery: "async",
  initial: { items: 0, baskets: 0 },
  on: {
    BasketOpened: (row) => ({ ...row, baskets: row.baskets + 1 }),
    ItemAdded: (row, { items }) => ({ ...row, items: row.items + items }),
  },
});

export const shop = defineBoundedContext("shop", {
  commands: { openBasket, addItems, takeNote },
  projections: [baskets, customerSales],
});
