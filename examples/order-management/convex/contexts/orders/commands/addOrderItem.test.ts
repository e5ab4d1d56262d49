import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../events";
import { addOrderItem } from "./addOrderItem";

const { OrderCreated, OrderItemAdded, OrderSubmitted } = orderEvents;
const orderId = "o-1";
const item = { productId: "p-1", quantity: 2, unitPriceCents: 1_000 };
const created = OrderCreated({ orderId, customerId: "c-1" });

test("an item is added to a draft order", async () => {
  await given([created])
    .when(addOrderItem, { orderId, item })
    .then([OrderItemAdded({ orderId, item })]);
});

test("no item is added to an order that does not exist", async () => {
  await given([]).when(addOrderItem, { orderId, item }).rejects("NOT_FOUND");
});

test("a submitted order takes no more items", async () => {
  await given([
    created,
    OrderSubmitted({
      orderId,
      customerId: "c-1",
      customer: null,
      items: [item],
      totalCents: 2_000,
    }),
  ])
    .when(addOrderItem, { orderId, item })
    .rejects("ORDER_NOT_DRAFT", { status: "submitted" });
});

test("a product is listed once", async () => {
  await given([created, OrderItemAdded({ orderId, item })])
    .when(addOrderItem, { orderId, item })
    .rejects("PRODUCT_ALREADY_ON_ORDER", { productId: "p-1" });
});

test.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])(
  "a quantity of %s is rejected",
  async (quantity) => {
    await given([created])
      .when(addOrderItem, { orderId, item: { ...item, quantity } })
      .rejects("INVALID_QUANTITY", { quantity });
  },
);

test.each([-1, 0.5, NaN])("a price of %s cents is rejected", async (unitPriceCents) => {
  await given([created])
    .when(addOrderItem, { orderId, item: { ...item, unitPriceCents } })
    .rejects("INVALID_PRICE", { unitPriceCents });
});
