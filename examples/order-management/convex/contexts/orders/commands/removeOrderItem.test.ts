import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../events";
import { removeOrderItem } from "./removeOrderItem";

const { OrderCreated, OrderItemAdded, OrderItemRemoved, OrderCancelled } = orderEvents;
const orderId = "o-1";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 1_000 };
const created = OrderCreated({ orderId, customerId: "c-1" });

test("an item is removed from a draft order", async () => {
  await given([created, OrderItemAdded({ orderId, item })])
    .when(removeOrderItem, { orderId, productId: "p-1" })
    .then([OrderItemRemoved({ orderId, item })]);
});

test("what is not on the order cannot be removed", async () => {
  await given([created])
    .when(removeOrderItem, { orderId, productId: "p-1" })
    .rejects("PRODUCT_NOT_ON_ORDER", { productId: "p-1" });
});

test("a cancelled order is not changed", async () => {
  await given([created, OrderCancelled({ orderId, customerId: "c-1", reason: "changed my mind" })])
    .when(removeOrderItem, { orderId, productId: "p-1" })
    .rejects("ORDER_NOT_DRAFT", { status: "cancelled" });
});
