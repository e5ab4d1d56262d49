import { asStored, given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { addOrderItem } from "./commands/addOrderItem";
import { cancelOrder } from "./commands/cancelOrder";
import { orderEvents } from "./events";
import { orderSummaries } from "./projections/orderSummaries";

const { OrderCreated, OrderCancelled, OrderItemAdded } = orderEvents;
const orderId = "o-1";
const reason = "changed my mind";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 1_000 };
const draft = [OrderCreated({ orderId, customerId: "c-1" }), OrderItemAdded({ orderId, item })];

const pastSubmissions = [
  asStored("OrderSubmitted", 1, { orderId, items: [item] }),
  asStored("OrderSubmitted", 2, { orderId, items: [item], totalCents: 2_000 }),
];

test.each(pastSubmissions)(
  "an order submitted in version $schemaVersion goes on",
  async (submitted) => {
    await given([...draft, submitted])
      .when(cancelOrder, { orderId, reason })
      .then([OrderCancelled({ orderId, customerId: "c-1", reason })]);
    await given([...draft, submitted])
      .when(addOrderItem, { orderId, item })
      .rejects("ORDER_NOT_DRAFT", { status: "submitted" });
  },
);

test.each(pastSubmissions)(
  "its summary is the same in version $schemaVersion",
  async (submitted) => {
    await given([...draft, submitted]).projects(orderSummaries, {
      status: "submitted",
      totalCents: 2_000,
    });
  },
);
