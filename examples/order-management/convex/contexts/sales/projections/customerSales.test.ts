import { asStored, given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../../orders/events";
import { customerSales } from "./customerSales";

const { OrderCreated, OrderSubmitted } = orderEvents;
const customerId = "c-1";
const submitted = (orderId: string, totalCents: number, customer: { name: string } | null) => [
  OrderCreated({ orderId, customerId }),
  OrderSubmitted({ orderId, customerId, customer, items: [], totalCents }),
];

test("a customer's orders add up, whatever their streams", async () => {
  await given([...submitted("o-1", 2_000, null), ...submitted("o-2", 450, null)]).projects(
    customerSales,
    { orders: 2, revenueCents: 2_450 },
  );
});

test("the name is the last that an order has brought", async () => {
  await given([
    ...submitted("o-1", 0, { name: "Café One" }),
    ...submitted("o-2", 0, { name: "Café Two" }),
    ...submitted("o-3", 0, null),
  ]).projects(customerSales, { name: "Café Two", orders: 3 });
});

test("orders from before their events named the customer count for nobody known", async () => {
  const created = OrderCreated({ orderId: "o-1", customerId });
  const item = { productId: "tea", quantity: 2, unitPriceCents: 1_000 };
  const old = asStored("OrderSubmitted", 1, { orderId: "o-1", items: [item] });
  await given([created, old]).projects(
    customerSales,
    { orders: 1, revenueCents: 2_000 },
    { key: "unknown" },
  );
});
