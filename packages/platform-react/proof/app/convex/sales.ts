import {
  defineBoundedContext,
  defineEvents,
  defineRejections,
  ensure,
  initPlatform,
} from "@convex-es/platform-core";
import { v } from "convex/values";
import type { DataModel } from "./schema";

const { defineAggregate, defineProjection } = initPlatform<DataModel>();

export const orderEvents = defineEvents({
  OrderPlaced: { orderId: v.string(), product: v.string(), cents: v.number() },
});

const orderRejections = defineRejections({
  SOLD_OUT: { message: "There is nothing left of it.", details: { product: v.string() } },
});

const Order = defineAggregate("Order", v.object({ product: v.string() }), {
  id: "orderId",
  events: orderEvents,
  rejections: orderRejections,
  initial: { product: "" },
  evolve: { OrderPlaced: (order, { product }) => ({ ...order, product }) },
});

const placeOrder = Order.creation({
  open: true,
  args: { product: v.string(), cents: v.number() },
  decide: (_order, args) => {
    const { product } = args;
    ensure(product !== "air", orderRejections.SOLD_OUT, { product });
    return orderEvents.OrderPlaced(args);
  },
});

export const productSales = defineProjection("productSales", {
  events: orderEvents,
  key: "product",
  delivery: "async",
  initial: { orders: 0, cents: 0 },
  on: {
    OrderPlaced: (row, { cents }) => ({ orders: row.orders + 1, cents: row.cents + cents }),
  },
});

export const sales = defineBoundedContext("sales", {
  commands: { placeOrder },
  projections: [productSales],
});
