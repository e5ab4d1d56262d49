import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../events";
import { cancelOrder } from "./cancelOrder";

const { OrderCreated, OrderSubmitted, OrderCancelled } = orderEvents;
const orderId = "o-1";
const reason = "out of stock";
const created = OrderCreated({ orderId, customerId: "c-1" });
const items = [{ productId: "p-1", quantity: 1, unitPriceCents: 100 }];

test("a draft order is cancelled", async () => {
  await given([created])
    .when(cancelOrder, { orderId, reason })
    .then([OrderCancelled({ orderId, customerId: "c-1", reason })]);
});

test("a submitted order is cancelled", async () => {
  await given([
    created,
    OrderSubmitted({ orderId, customerId: "c-1", customer: null, items, totalCents: 100 }),
  ])
    .when(cancelOrder, { orderId, reason })
    .then([OrderCancelled({ orderId, customerId: "c-1", reason })]);
});

test("an order is cancelled once", async () => {
  await given([created, OrderCancelled({ orderId, customerId: "c-1", reason })])
    .when(cancelOrder, { orderId, reason })
    .rejects("ORDER_ALREADY_CANCELLED");
});

test("what was never created cannot be cancelled", async () => {
  await given([]).when(cancelOrder, { orderId, reason }).rejects("NOT_FOUND");
});
