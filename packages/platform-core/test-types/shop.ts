import { defineSchema, defineTable, type DataModelFromSchemaDefinition } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import {
  defineBoundedContext,
  defineEvents,
  defineRejections,
  ensure,
  initPlatform,
  platformTables,
  projectionTable,
  type Actor,
  type OutcomeOf,
  type Platform,
} from "../src/index.js";

// User code without a mistake; readableErrors.test.ts makes one mistake in it at a time.

export const schema = defineSchema({
  ...platformTables,
  orderSummaries: projectionTable(
    { customerId: v.string(), totalCents: v.number() },
    { by_customer: ["customerId"] },
  ),
  discounts: defineTable({ customerId: v.string(), percent: v.number() }).index("by_customer", [
    "customerId",
  ]),
});
type DataModel = DataModelFromSchemaDefinition<typeof schema>;
export const { defineAggregate, defineProjection } = initPlatform<DataModel>();

export const vItem = v.object({
  productId: v.string(),
  quantity: v.number(),
  unitPriceCents: v.number(),
});
export const orderEvents = defineEvents(
  {
    OrderCreated: { orderId: v.string(), customerId: v.string() },
    OrderItemAdded: { orderId: v.string(), item: vItem },
    OrderSubmitted: { orderId: v.string(), totalCents: v.number() },
  },
  { tags: { customerId: "customer" } },
);
export const shipmentEvents = defineEvents({ ShipmentBooked: { shipmentId: v.string() } });

const vStatus = literals("draft", "submitted");
export const orderRejections = defineRejections({
  ORDER_NOT_DRAFT: { message: "Only a draft can be changed.", details: { status: vStatus } },
  ORDER_EMPTY: { message: "An order without items cannot be submitted." },
});

export const vOrder = v.object({ customerId: v.string(), status: vStatus, items: v.array(vItem) });
export const Order = defineAggregate("Order", vOrder, {
  id: "orderId",
  events: orderEvents,
  rejections: orderRejections,
  initial: { customerId: "", status: "draft", items: [] },
  evolve: {
    OrderCreated: (order, { customerId }) => ({ ...order, customerId }),
    OrderItemAdded: (order, { item }) => ({ ...order, items: [...order.items, item] }),
    OrderSubmitted: (order) => ({ ...order, status: "submitted" }),
  },
});

export const createOrder = Order.creation({
  args: { customerId: v.string() },
  decide: (_order, { orderId, customerId }) => orderEvents.OrderCreated({ orderId, customerId }),
});

export const addOrderItem = Order.command({
  args: { item: vItem },
  decide: (order, { orderId, item }) => {
    ensure(order.status === "draft", orderRejections.ORDER_NOT_DRAFT, { status: order.status });
    return orderEvents.OrderItemAdded({ orderId, item });
  },
});

export const submitOrder = Order.command({
  authorise: (actor) => actor.roles.includes("clerk"),
  load: (ctx, { orderId }) =>
    ctx.db
      .query("discounts")
      .withIndex("by_customer", (q) => q.eq("customerId", orderId))
      .first(),
  decide: ({ items }, { orderId }, { data: discount, now, newId }) => {
    ensure(items.length > 0, orderRejections.ORDER_EMPTY);
    const percent = discount?.percent ?? 0;
    const totalCents = items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0);
    return now > 0 && newId() !== ""
      ? [orderEvents.OrderSubmitted({ orderId, totalCents: totalCents * (1 - percent / 100) })]
      : [];
  },
});

export const orderSummaries = defineProjection("orderSummaries", {
  events: orderEvents,
  key: "orderId",
  initial: { customerId: "", totalCents: 0 },
  on: {
    OrderCreated: (row, { customerId }) => ({ ...row, customerId }),
    OrderSubmitted: (row, { totalCents }) => ({ ...row, totalCents }),
  },
});

export const orders = defineBoundedContext("orders", {
  commands: { createOrder, addOrderItem, submitOrder },
  projections: [orderSummaries],
});

/** What an app does with the declarations above. */
export function app(platform: Platform, actor: Actor) {
  const { submitOrder: mutation } = platform.mutations(orders);
  const read = platform.read(orderSummaries);
  type ReadContext = Parameters<typeof read.get>[0];
  type MutationContext = Parameters<typeof platform.execute>[0];
  return {
    mutation,
    ofCustomer: (ctx: ReadContext, customerId: string) =>
      read.list(ctx, { index: "by_customer", range: (q) => q.eq("customerId", customerId) }),
    execute: (ctx: MutationContext) =>
      platform.execute(ctx, submitOrder, { actor, args: { orderId: "o-1" } }),
  };
}

/** What a client does with an outcome. */
export function sentence(outcome: OutcomeOf<typeof addOrderItem>): string {
  if (outcome.status === "executed") return `version ${outcome.version}`;
  if (outcome.code === "ORDER_NOT_DRAFT") return `is ${outcome.details.status}`;
  return outcome.message;
}
