import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../events";
import { submitOrder } from "./submitOrder";

const { OrderCreated, OrderItemAdded, OrderSubmitted } = orderEvents;
const orderId = "o-1";
const items = [
  { productId: "p-1", quantity: 2, unitPriceCents: 1_000 },
  { productId: "p-2", quantity: 1, unitPriceCents: 250 },
];
const created = OrderCreated({ orderId, customerId: "c-1" });
const added = items.map((item) => OrderItemAdded({ orderId, item }));

test("a draft order is submitted with its items and their total", async () => {
  await given([created, ...added])
    .when(submitOrder, { orderId })
    .then([
      OrderSubmitted({ orderId, customerId: "c-1", customer: null, items, totalCents: 2_250 }),
    ]);
});

test("an empty order cannot be submitted", async () => {
  await given([created]).when(submitOrder, { orderId }).rejects("ORDER_EMPTY");
});

test("an order is submitted once", async () => {
  await given([
    created,
    ...added,
    OrderSubmitted({ orderId, customerId: "c-1", customer: null, items, totalCents: 2_250 }),
  ])
    .when(submitOrder, { orderId })
    .rejects("ORDER_NOT_DRAFT", { status: "submitted" });
});
