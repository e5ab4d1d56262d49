import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../events";
import { orderSummaries } from "./orderSummaries";

const { OrderCreated, OrderItemAdded, OrderItemRemoved, OrderSubmitted, OrderCancelled } =
  orderEvents;
const orderId = "o-1";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 1_000 };
const created = OrderCreated({ orderId, customerId: "c-1" });
const added = OrderItemAdded({ orderId, item });

test("a new order has a summary of its customer", async () => {
  await given([created]).projects(orderSummaries, {
    customerId: "c-1",
    status: "draft",
    totalCents: 0,
  });
});

test("an item counts into the summary and out of it again", async () => {
  await given([created, added]).projects(orderSummaries, { totalCents: 2_000 });
  await given([created, added, OrderItemRemoved({ orderId, item })]).projects(orderSummaries, {
    totalCents: 0,
  });
});

test("the summary follows the order's status", async () => {
  const submitted = OrderSubmitted({
    orderId,
    customerId: "c-1",
    customer: null,
    items: [item],
    totalCents: 2_000,
  });
  await given([created, added, submitted]).projects(orderSummaries, { status: "submitted" });
  await given([created, OrderCancelled({ orderId, customerId: "c-1", reason: "none" })]).projects(
    orderSummaries,
    {
      status: "cancelled",
    },
  );
});
