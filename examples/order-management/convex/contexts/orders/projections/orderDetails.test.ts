import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { orderEvents } from "../events";
import { orderDetails } from "./orderDetails";

const { OrderCreated, OrderItemAdded, OrderItemRemoved, OrderSubmitted, OrderCancelled } =
  orderEvents;
const orderId = "o-1";
const customerId = "c-1";
const tea = { productId: "tea", quantity: 2, unitPriceCents: 1_000 };
const coffee = { productId: "coffee", quantity: 1, unitPriceCents: 450 };
const filled = [
  OrderCreated({ orderId, customerId }),
  OrderItemAdded({ orderId, item: tea }),
  OrderItemAdded({ orderId, item: coffee }),
];

test("an order's details are its customer, its lines and what they cost", async () => {
  await given(filled).projects(orderDetails, {
    customerId,
    status: "draft",
    items: [tea, coffee],
    totalCents: 2_450,
  });
});

test("a line that is removed is gone from the details", async () => {
  await given([...filled, OrderItemRemoved({ orderId, item: tea })]).projects(orderDetails, {
    items: [coffee],
    totalCents: 450,
  });
});

test("submission brings the customer, cancellation the status", async () => {
  const order = { orderId, customerId, customer: { name: "Ann" }, items: [tea, coffee] };
  const submitted = [...filled, OrderSubmitted({ ...order, totalCents: 2_450 })];
  await given(submitted).projects(orderDetails, {
    status: "submitted",
    customer: { name: "Ann" },
    totalCents: 2_450,
  });
  await given([...submitted, OrderCancelled({ orderId, customerId, reason: "none" })]).projects(
    orderDetails,
    { status: "cancelled", customer: { name: "Ann" } },
  );
});
