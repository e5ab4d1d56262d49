import { createPlatform, defineBoundedContext } from "@convex-es/platform-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, components } from "../convex/_generated/api";
import { inventory } from "../convex/contexts/inventory";
import { orders } from "../convex/contexts/orders";
import { orderEvents } from "../convex/contexts/orders/events";
import { customerSales } from "../convex/contexts/sales/projections/customerSales";
import { defineProjection } from "../convex/define";
import { actorOf } from "../convex/actor";
import * as released from "../convex/platform";
import { drain } from "./drain";
import { initConvexTest } from "./initConvexTest";
import schema from "../convex/schema";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const { OrderCreated, OrderSubmitted, OrderCancelled } = orderEvents;
const customerId = "c-1";
const item = { productId: "tea", quantity: 2, unitPriceCents: 450 };

/** Version 2 counts orders from their creation on, and no longer those that are cancelled. */
const second = defineProjection("customerSales", {
  events: { OrderCreated, OrderSubmitted, OrderCancelled },
  key: "customerId",
  delivery: "async",
  version: 2,
  replaces: customerSales,
  initial: { name: "", orders: 0, revenueCents: 0 },
  on: {
    OrderCreated: (row) => ({ ...row, orders: row.orders + 1 }),
    OrderSubmitted: (row, { customer, totalCents }) => ({
      ...row,
      name: customer?.name ?? row.name,
      revenueCents: row.revenueCents + totalCents,
    }),
    OrderCancelled: (row) => ({ ...row, orders: row.orders - 1 }),
  },
});
const sales = defineBoundedContext("sales", { commands: {}, projections: [second] });
const next = createPlatform(components, {
  schema,
  contexts: [orders, sales, { context: inventory, store: components.inventoryStore }],
  actor: actorOf,
}).runtime();

/** The app, whose runtime functions are those of today until it is deployed. */
function initRelease() {
  const deployed = { runtime: { query: released.query, mutation: released.mutation } };
  const current = {
    get query() {
      return deployed.runtime.query;
    },
    get mutation() {
      return deployed.runtime.mutation;
    },
  };
  const t = initConvexTest({ "../convex/platform.ts": () => Promise.resolve(current) });
  return { t, deploy: (runtime: typeof deployed.runtime) => void (deployed.runtime = runtime) };
}

test("sales per customer are taken to a second version while orders come in", async () => {
  const { t, deploy } = initRelease();
  const ann = t.withIdentity({ tokenIdentifier: "ann" });
  const place = async (orderId: string) => {
    await ann.mutation(api.orders.createOrder, { orderId, customerId });
    await ann.mutation(api.orders.addOrderItem, { orderId, item });
    await ann.mutation(api.orders.submitOrder, { orderId });
  };
  const row = () => ann.query(api.sales.getCustomerSales, { key: customerId });
  await place("o-1");
  await ann.mutation(api.orders.createOrder, { orderId: "o-2", customerId });
  await drain(t);
  expect(await row()).toMatchObject({ orders: 1, revenueCents: 900 });

  deploy(next);
  await place("o-3");
  // Not yet built: the first version goes on being served.
  expect(await row()).toMatchObject({ orders: 1, revenueCents: 900 });
  await drain(t);
  expect(await row()).toMatchObject({ orders: 3, revenueCents: 1_800 });
  await ann.mutation(api.orders.cancelOrder, { orderId: "o-2", reason: "none" });
  await drain(t);
  expect(await row()).toMatchObject({ orders: 2, revenueCents: 1_800 });
});
