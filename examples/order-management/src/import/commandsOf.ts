import type { FunctionArgs, FunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { api } from "../../convex/_generated/api.js";
import { productIdOf } from "../../convex/contexts/inventory/events.ts";
import { commandIdOf } from "./commandIdOf.ts";
import type { PlannedOrder, PlannedProduct } from "./ImportPlan.ts";

type AnyMutation = FunctionReference<"mutation">;

/** A command of the example, ready to be sent. */
export type ImportCommand = { name: string; fn: AnyMutation; args: Record<string, Value> };

/** The commands that put a product into the catalogue and, where there is any, into stock. */
export function commandsOfProduct({ sku, name, ...product }: PlannedProduct): ImportCommand[] {
  const productId = productIdOf(sku);
  const { unitPriceCents, unitsInStock: quantity } = product;
  const meta = (step: string) => ({ commandId: commandIdOf(sku, step) });
  const added = { productId, sku, name, unitPriceCents, meta: meta("add-product") };
  const received = { productId, quantity, meta: meta("receive-stock") };
  return [
    commandOf("addProduct", api.inventory.addProduct, added),
    ...(quantity > 0 ? [commandOf("receiveStock", api.inventory.receiveStock, received)] : []),
  ];
}

/** The commands that import an order: create it, add its lines, submit it, all dated as the order is. */
export function commandsOfOrder(order: PlannedOrder): ImportCommand[] {
  const { orderId, customerId, lines } = order;
  const { createOrder, addOrderItem, submitOrder } = api.orders;
  const items = lines.map(({ sku, quantity, unitPriceCents }, i) => {
    const item = { productId: productIdOf(sku), quantity, unitPriceCents };
    const args = { orderId, item, meta: metaOf(order, `line-${i + 1}`) };
    return commandOf("addOrderItem", addOrderItem, args);
  });
  const created = { orderId, customerId, meta: metaOf(order, "create") };
  const submitted = { orderId, meta: metaOf(order, "submit") };
  return [
    commandOf("createOrder", createOrder, created),
    ...items,
    commandOf("submitOrder", submitOrder, submitted),
  ];
}

/** The commands that reserve what an order needs, one per line. */
export function reservationsOf(order: PlannedOrder): ImportCommand[] {
  return order.lines.map(({ sku, quantity }, i) => {
    const line = { productId: productIdOf(sku), orderId: order.orderId, quantity };
    const args = { ...line, meta: metaOf(order, `reserve-${i + 1}`) };
    return commandOf("reserveStock", api.inventory.reserveStock, args);
  });
}

/** Takes back an order whose import stopped half-way, so that it counts nowhere. */
export function cancellationOf(order: PlannedOrder, why: string): ImportCommand {
  const reason = `Import stopped: ${why}`;
  const args = { orderId: order.orderId, reason, meta: metaOf(order, "cancel") };
  return commandOf("cancelOrder", api.orders.cancelOrder, args);
}

const commandOf = <Mutation extends AnyMutation>(
  name: string,
  fn: Mutation,
  args: FunctionArgs<Mutation>,
): ImportCommand => ({ name, fn, args });

const metaOf = ({ orderId, orderedAt }: PlannedOrder, step: string) => ({
  commandId: commandIdOf(orderId, step),
  occurredAt: orderedAt,
});
