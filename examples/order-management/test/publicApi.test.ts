import { describe, expect, onTestFinished, test, vi } from "vitest";
import { api } from "../convex/_generated/api";
import { productIdOf } from "../convex/contexts/inventory/events";
import { Product } from "../convex/contexts/inventory/product";
import { platform } from "../convex/platform";
import { initConvexTest } from "./initConvexTest";

const { orders, inventory, customers, operations } = api;
const productId = productIdOf("tea");
const tea = { productId, sku: "tea", name: "Tea", unitPriceCents: 450 };
const item = { productId, quantity: 2, unitPriceCents: 450 };

/** The app as a signed-in caller sees it; callers of one test share a database. */
const callers = () => {
  const t = initConvexTest();
  return (name: string, claims: { roles?: string[]; tenant?: string } = {}) =>
    t.withIdentity({ tokenIdentifier: name, ...claims });
};
type Caller = ReturnType<ReturnType<typeof callers>>;

const submit = async (caller: Caller, orderId: string) => {
  await caller.mutation(orders.createOrder, { orderId, customerId: "c-1" });
  await caller.mutation(orders.addOrderItem, { orderId, item });
  return await caller.mutation(orders.submitOrder, { orderId });
};
const stockUp = async (caller: Caller) => {
  await caller.mutation(inventory.addProduct, tea);
  await caller.mutation(inventory.receiveStock, { productId, quantity: 10 });
};

test("only the warehouse receives stock", async () => {
  const as = callers();
  await as("ann").mutation(inventory.addProduct, tea);
  const receive = { productId, quantity: 1 };
  expect(await as("ann").mutation(inventory.receiveStock, receive)).toMatchObject({
    status: "refused",
    code: "FORBIDDEN",
  });
  const wanda = as("wanda", { roles: ["warehouse"] });
  expect(await wanda.mutation(inventory.receiveStock, receive)).toMatchObject({
    status: "executed",
  });
});

test("a submitted order keeps the customer as of that time", async () => {
  const ann = callers()("ann", { roles: ["auditor"] });
  await ann.mutation(customers.saveCustomer, { customerId: "c-1", name: "Café One" });
  await submit(ann, "o-1");
  await ann.mutation(customers.saveCustomer, { customerId: "c-1", name: "Café Two" });
  const { events } = await ann.query(operations.readLog, { types: ["OrderSubmitted"] });
  expect(events).toMatchObject([{ payload: { customer: { name: "Café One" } } }]);
});

test("customers are loaded from the sender's tenant", async () => {
  const as = callers();
  const roles = ["auditor"];
  const [ann, bob] = [as("ann", { roles, tenant: "a" }), as("bob", { roles, tenant: "b" })];
  await ann.mutation(customers.saveCustomer, { customerId: "c-1", name: "Of A" });
  await submit(bob, "o-1");
  const { events } = await bob.query(operations.readLog, { types: ["OrderSubmitted"] });
  expect(events).toMatchObject([{ tenant: "b", payload: { customer: null } }]);
  const others = await ann.query(operations.readLog, {});
  expect(others.events).toEqual([]);
});

test("one caller cancels 300 orders at once, no more, and others are not limited", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const as = callers();
  const cancel = (caller: Caller, orderId: string) =>
    caller.mutation(orders.cancelOrder, { orderId, reason: "none" });
  const ann = as("ann");
  for (let i = 0; i < 300; i++) await cancel(ann, `o-${i}`);
  expect(await cancel(ann, "o-last")).toMatchObject({ status: "refused", code: "RATE_LIMITED" });
  expect(await cancel(as("bob"), "o-last")).toMatchObject({ code: "NOT_FOUND" });
});

test("the app's middleware refuses what has not happened yet", async () => {
  const importer = callers()("importer", { roles: ["import"] });
  const createOrder = (occurredAt: number) =>
    importer.mutation(orders.createOrder, {
      orderId: "o-1",
      customerId: "c-1",
      meta: { occurredAt },
    });
  expect(await createOrder(Date.now() + 3_600_000)).toMatchObject({
    status: "refused",
    code: "INVALID_INPUT",
    details: { issues: [{ path: "meta.occurredAt" }] },
  });
  expect(await createOrder(0)).toMatchObject({ status: "executed" });
});

describe("a batch", () => {
  const items = ["o-1", "o-2"].map((orderId) => ({
    command: "confirmReservation" as const,
    args: { productId, orderId },
  }));
  const reserve = (caller: Caller, orderId: string) =>
    caller.mutation(inventory.reserveStock, { productId, orderId, quantity: 3 });
  const stock = (caller: Caller) =>
    caller.query((ctx) => platform.repository(Product).load(ctx, productId));

  test("confirms all reservations", async () => {
    const wanda = callers()("wanda", { roles: ["warehouse"] });
    await stockUp(wanda);
    await reserve(wanda, "o-1");
    await reserve(wanda, "o-2");
    expect(await wanda.mutation(inventory.batchInventory, { items })).toMatchObject({
      status: "executed",
      items: [{ version: 5 }, { version: 6 }],
    });
    expect(await stock(wanda)).toMatchObject({ state: { onHand: 4, reservations: [] } });
  });

  test("confirms none where one of them is missing, and says which", async () => {
    const wanda = callers()("wanda", { roles: ["warehouse"] });
    await stockUp(wanda);
    await reserve(wanda, "o-1");
    expect(await wanda.mutation(inventory.batchInventory, { items })).toMatchObject({
      status: "rejected",
      code: "BATCH_ITEM_REJECTED",
      details: { index: 1, outcome: { code: "NOT_RESERVED" } },
    });
    expect(await stock(wanda)).toMatchObject({ version: 3, state: { onHand: 10 } });
  });
});

test("a command's status is seen by its sender, and by nobody else", async () => {
  const as = callers();
  const meta = { commandId: "make-o-1" };
  const status = (name: string) =>
    as(name).query(operations.getCommandStatus, { commandId: meta.commandId });
  expect(await status("ann")).toEqual({ status: "unknown" });
  await as("ann").mutation(orders.createOrder, { orderId: "o-1", customerId: "c-1", meta });
  expect(await status("ann")).toMatchObject({ status: "executed", type: "orders.createOrder" });
  expect(await status("bob")).toEqual({ status: "unknown" });
});

test("a correlation is a tree over both stores, for auditors", async () => {
  const ann = callers()("ann", { roles: ["auditor"] });
  const meta = { correlationId: "visit-1" };
  await ann.mutation(inventory.addProduct, { ...tea, meta });
  await ann.mutation(orders.createOrder, { orderId: "o-1", customerId: "c-1", meta });
  const { roots } = await ann.query(operations.readTrace, meta);
  expect(roots).toMatchObject([
    { type: "inventory.addProduct", caused: [{ type: "ProductAdded" }] },
    { type: "orders.createOrder", caused: [{ type: "OrderCreated" }] },
  ]);
});

test("only auditors read the log and traces", async () => {
  const ann = callers()("ann");
  await expect(ann.query(operations.readLog, {})).rejects.toThrow("auditor");
  await expect(ann.query(operations.readTrace, { correlationId: "c" })).rejects.toThrow("auditor");
});

test("the contexts' events are in stores of their own, read as one log", async () => {
  const ann = callers()("ann", { roles: ["auditor"] });
  await ann.mutation(inventory.addProduct, tea);
  await submit(ann, "o-1");
  const { events } = await ann.query(operations.readLog, {});
  expect(events.map(({ type, position }) => `${position.store}: ${type}`)).toEqual([
    "inventoryStore: ProductAdded",
    "eventStore: OrderCreated",
    "eventStore: OrderItemAdded",
    "eventStore: OrderSubmitted",
  ]);
});
