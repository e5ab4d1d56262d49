import fc from "fast-check";
import type { FunctionArgs } from "convex/server";
import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { productIdOf } from "../convex/contexts/inventory/events";
import { Product } from "../convex/contexts/inventory/product";
import { Order } from "../convex/contexts/orders/order";
import { platform } from "../convex/platform";
import { initConvexTest } from "./initConvexTest";

const { orders, inventory } = api;
const connect = () =>
  initConvexTest().withIdentity({ tokenIdentifier: "ann", roles: ["warehouse"] });
type App = ReturnType<typeof connect>;
type Target = { aggregate: typeof Order | typeof Product; id: string };
type Step = { target: Target; send: (t: App) => Promise<{ status: string; version?: number }> };

const commandIds = fc.option(fc.constantFrom("c-1", "c-2", "c-3"), { nil: undefined });
const metas = commandIds.map((commandId) => (commandId === undefined ? {} : { commandId }));
const pieces = fc.integer({ min: -2, max: 6 });
const productIds = fc.constantFrom("tea", "coffee").map(productIdOf);
const orderIds = fc.constantFrom("o-1", "o-2");

type Orders = typeof orders;
const onOrder = fc
  .record({
    orderId: orderIds,
    productId: productIds,
    quantity: pieces,
    meta: metas,
    kind: fc.constantFrom("create", "create", "add", "add", "remove", "submit", "cancel"),
  })
  .map(({ orderId, productId, quantity, meta, kind }): Step => {
    const base = { orderId, meta };
    const item: FunctionArgs<Orders["addOrderItem"]>["item"] = {
      ...{ productId, quantity },
      unitPriceCents: 100 * quantity,
    };
    const send = (t: App) => {
      if (kind === "create") return t.mutation(orders.createOrder, { ...base, customerId: "c" });
      if (kind === "add") return t.mutation(orders.addOrderItem, { ...base, item });
      if (kind === "remove") return t.mutation(orders.removeOrderItem, { ...base, productId });
      if (kind === "submit") return t.mutation(orders.submitOrder, base);
      return t.mutation(orders.cancelOrder, { ...base, reason: "none" });
    };
    return { target: { aggregate: Order, id: orderId }, send };
  });

const onProduct = fc
  .record({
    sku: fc.constantFrom("tea", "coffee"),
    orderId: orderIds,
    quantity: pieces,
    meta: metas,
    kind: fc.constantFrom("add", "add", "receive", "receive", "reserve", "confirm", "release"),
  })
  .map(({ sku, orderId, quantity, meta, kind }): Step => {
    const productId = productIdOf(sku);
    const base = { productId, meta };
    const product = { ...base, sku, name: sku, unitPriceCents: quantity };
    const send = (t: App) => {
      if (kind === "add") return t.mutation(inventory.addProduct, product);
      if (kind === "receive") return t.mutation(inventory.receiveStock, { ...base, quantity });
      const line = { ...base, orderId };
      if (kind === "reserve") return t.mutation(inventory.reserveStock, { ...line, quantity });
      if (kind === "confirm") return t.mutation(inventory.confirmReservation, line);
      return t.mutation(inventory.releaseReservation, line);
    };
    return { target: { aggregate: Product, id: productId }, send };
  });

const programs = fc.array(fc.oneof(onOrder, onProduct), { minLength: 8, maxLength: 24 });
const versionOf = (t: App, { aggregate, id }: Target) =>
  t.query(async (ctx) =>
    aggregate === Order
      ? await platform.repository(Order).tryLoad(ctx, id)
      : await platform.repository(Product).tryLoad(ctx, id),
  );

test("over random commands of both contexts every stored state is the fold of its stream", async () => {
  await fc.assert(
    fc.asyncProperty(programs, async (program) => {
      const t = connect();
      for (const { send } of program) await send(t);
      const ofOrders = await t.query((ctx) => platform.verifyStates(ctx, Order));
      const ofProducts = await t.query((ctx) => platform.verifyStates(ctx, Product));
      expect([...ofOrders.differences, ...ofProducts.differences]).toEqual([]);
      expect([ofOrders.unstored, ofProducts.unstored]).toEqual([0, 0]);
    }),
    { numRuns: 40 },
  );
});

test("a success leaves the state at the version it names, a failure leaves it as it was", async () => {
  await fc.assert(
    fc.asyncProperty(programs, async (program) => {
      const t = connect();
      const seen = new Map<string, number>();
      for (const { send, target } of program) {
        const outcome = await send(t);
        const loaded = await versionOf(t, target);
        const before = seen.get(target.id) ?? 0;
        const version = loaded?.version ?? 0;
        const told =
          outcome.status === "executed" ? Math.max(outcome.version ?? 0, before) : before;
        expect(version).toBe(told);
        seen.set(target.id, version);
      }
    }),
    { numRuns: 40 },
  );
});
