import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { productIdOf } from "../convex/contexts/inventory/events";
import { drain } from "./drain";
import { initConvexTest } from "./initConvexTest";

const { inventory, operations, orders } = api;
const productId = productIdOf("tea");
const orderId = "o-1";
const tea = { productId, quantity: 2, unitPriceCents: 450 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An app with ten of the tea, two of them reserved for an order. */
async function reserved() {
  const t = initConvexTest();
  const wanda = t.withIdentity({ tokenIdentifier: "wanda", roles: ["warehouse", "auditor"] });
  const product = { productId, sku: "tea", name: "Tea", unitPriceCents: 450 };
  await wanda.mutation(inventory.addProduct, product);
  await wanda.mutation(inventory.receiveStock, { productId, quantity: 10 });
  await wanda.mutation(orders.createOrder, { orderId, customerId: "c-1" });
  await wanda.mutation(orders.addOrderItem, { orderId, item: tea });
  await wanda.mutation(orders.submitOrder, { orderId });
  await wanda.mutation(inventory.reserveStock, { productId, orderId, quantity: 2 });
  await drain(t);
  return { t, wanda };
}
type App = Awaited<ReturnType<typeof reserved>>;

const available = async ({ wanda }: App) =>
  (await wanda.query(inventory.getProduct, { key: productId }))?.available;

test("a cancelled order gives its stock back, over two contexts with a store each", async () => {
  const app = await reserved();
  expect(await available(app)).toBe(8);
  await app.wanda.mutation(orders.cancelOrder, { orderId, reason: "changed my mind" });
  await drain(app.t);
  expect(await available(app)).toBe(10);
  const instance = await app.wanda.query(operations.getProcess, {
    process: "stockRelease",
    key: orderId,
  });
  expect(instance?.steps.map(({ input, sent }) => [input.type, sent.length])).toEqual([
    ["StockReserved", 0],
    ["OrderCancelled", 1],
    ["ReservationReleased", 0],
  ]);
});

test("what was released by hand meanwhile is not released twice", async () => {
  const app = await reserved();
  await app.wanda.mutation(orders.cancelOrder, { orderId, reason: "changed my mind" });
  await app.wanda.mutation(inventory.releaseReservation, { productId, orderId });
  await drain(app.t);
  expect(await available(app)).toBe(10);
});

test("only an auditor sees the instances", async () => {
  const { t, wanda } = await reserved();
  const page = { process: "stockRelease" };
  expect((await wanda.query(operations.listProcesses, page)).instances).toMatchObject([
    { key: orderId, status: "processing" },
  ]);
  const ann = t.withIdentity({ tokenIdentifier: "ann" });
  await expect(ann.query(operations.listProcesses, page)).rejects.toThrow(/auditor/);
});
