import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../../orders/events";
import { productSales } from "./productSales";

const { OrderCreated, OrderSubmitted } = orderEvents;
const tea = { productId: "tea", quantity: 2, unitPriceCents: 1_000 };
const coffee = { productId: "coffee", quantity: 1, unitPriceCents: 450 };
const submitted = (orderId: string, ...items: (typeof tea)[]) => [
  OrderCreated({ orderId, customerId: "c-1" }),
  OrderSubmitted({ orderId, customerId: "c-1", customer: null, items, totalCents: 0 }),
];

test("one submitted order counts into the sales of each of its products", async () => {
  const sold = submitted("o-1", tea, coffee);
  await given(sold).projects(
    productSales,
    { orders: 1, quantity: 2, revenueCents: 2_000 },
    { key: "tea" },
  );
  await given(sold).projects(
    productSales,
    { orders: 1, quantity: 1, revenueCents: 450 },
    { key: "coffee" },
  );
});

test("sales of a product add up over orders, in cents", async () => {
  const sold = [...submitted("o-1", tea), ...submitted("o-2", coffee, { ...tea, quantity: 5 })];
  await given(sold).projects(
    productSales,
    { orders: 2, quantity: 7, revenueCents: 7_000 },
    { key: "tea" },
  );
});

test("drafts are no sales", async () => {
  await given([OrderCreated({ orderId: "o-1", customerId: "c-1" })]).projects(productSales, null);
});
