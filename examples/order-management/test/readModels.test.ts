import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { productIdOf } from "../convex/contexts/inventory/events";
import { drain } from "./drain";
import { initConvexTest } from "./initConvexTest";

const { customers, inventory, orders, sales } = api;
const tea = { productId: productIdOf("tea"), quantity: 2, unitPriceCents: 450 };
const coffee = { productId: productIdOf("coffee"), quantity: 1, unitPriceCents: 1_000 };
const customerId = "c-1";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Caller = ReturnType<ReturnType<typeof initConvexTest>["withIdentity"]>;

async function submit(caller: Caller, orderId: string, items: (typeof tea)[]) {
  await caller.mutation(orders.createOrder, { orderId, customerId });
  for (const item of items) await caller.mutation(orders.addOrderItem, { orderId, item });
  const outcome = await caller.mutation(orders.submitOrder, { orderId });
  if (outcome.status !== "executed") throw new Error(outcome.message);
  return outcome.position;
}

test("sales of products and customers follow the orders, each counted once", async () => {
  const t = initConvexTest();
  const ann = t.withIdentity({ tokenIdentifier: "ann" });
  await ann.mutation(customers.saveCustomer, { customerId, name: "Café One" });
  await submit(ann, "o-1", [tea, coffee]);
  await submit(ann, "o-2", [tea]);
  await drain(t);
  expect(await ann.query(sales.getProductSales, { key: tea.productId })).toMatchObject({
    ...{ orders: 2, quantity: 4, revenueCents: 1_800 },
  });
  expect(await ann.query(sales.getProductSales, { key: coffee.productId })).toMatchObject({
    ...{ orders: 1, quantity: 1, revenueCents: 1_000 },
  });
  expect(await ann.query(sales.getCustomerSales, { key: customerId })).toMatchObject({
    ...{ name: "Café One", orders: 2, revenueCents: 2_800 },
  });
  await submit(ann, "o-3", [coffee]);
  await drain(t);
  expect(await ann.query(sales.getCustomerSales, { key: customerId })).toMatchObject({
    ...{ orders: 3, revenueCents: 3_800 },
  });
});

test("an order's details show a command at once, before their worker and after it", async () => {
  const t = initConvexTest();
  const ann = t.withIdentity({ tokenIdentifier: "ann" });
  await submit(ann, "o-1", [tea, coffee]);
  const details = {
    row: { key: "o-1", customerId, status: "submitted", items: [tea, coffee], totalCents: 1_900 },
    freshness: "fresh",
  };
  expect(await ann.query(orders.getOrderDetails, { key: "o-1" })).toMatchObject(details);
  await drain(t);
  expect(await ann.query(orders.getOrderDetails, { key: "o-1" })).toMatchObject(details);
});

test("an order's fulfilment is fed by both stores, and says when it shows a command", async () => {
  const t = initConvexTest();
  const wanda = t.withIdentity({ tokenIdentifier: "wanda", roles: ["warehouse"] });
  const { productId } = tea;
  await wanda.mutation(inventory.addProduct, { productId, ...product });
  await wanda.mutation(inventory.receiveStock, { productId, quantity: 3 });
  await submit(wanda, "o-1", [tea]);
  const reserve = { productId, orderId: "o-1", quantity: 2 };
  const reserved = await wanda.mutation(inventory.reserveStock, reserve);
  const after = reserved.status === "executed" ? reserved.position : null;
  const asked = { key: "o-1", after };
  expect(await wanda.query(orders.readOrderFulfilment, asked)).toMatchObject({
    ...{ row: null, freshness: "stale" },
  });
  await drain(t);
  expect(await wanda.query(orders.readOrderFulfilment, asked)).toMatchObject({
    row: { status: "submitted", reserved: 2, refused: 0 },
    freshness: "fresh",
  });
});
const product = { sku: "tea", name: "Tea", unitPriceCents: 450 };

test("cancellations are counted for their customer, and for no other tenant", async () => {
  const t = initConvexTest();
  const ann = t.withIdentity({ tokenIdentifier: "ann", tenant: "a" });
  const bob = t.withIdentity({ tokenIdentifier: "bob", tenant: "b" });
  await submit(ann, "o-1", [tea]);
  await ann.mutation(orders.cancelOrder, { orderId: "o-1", reason: "none" });
  await drain(t);
  const cancellations = { cancelledAt: [expect.any(Number)] };
  const asked = { key: customerId };
  expect(await ann.query(sales.getCustomerCancellations, asked)).toMatchObject(cancellations);
  expect(await bob.query(sales.getCustomerCancellations, asked)).toBeNull();
});
