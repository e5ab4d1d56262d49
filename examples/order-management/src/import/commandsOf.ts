import type { FunctionArgs } from "convex/server";
import type { api } from "../../convex/_generated/api.js";
import { commandIdOf } from "./commandIdOf.ts";
import type { PlannedOrder } from "./ImportPlan.ts";

type Orders = typeof api.orders;
type CommandName = "createOrder" | "addOrderItem" | "submitOrder" | "cancelOrder";

/** A command of the orders context, ready to be sent. */
export type ImportCommand = {
  [Name in CommandName]: { name: Name; args: FunctionArgs<Orders[Name]> };
}[CommandName];

/** The commands that import an order: create it, add its lines, submit it, all dated as the order is. */
export function commandsOf(order: PlannedOrder): ImportCommand[] {
  const { orderId, customerId, lines } = order;
  const items = lines.map(({ productId, quantity, unitPriceCents }, i): ImportCommand => {
    const item = { productId, quantity, unitPriceCents };
    return { name: "addOrderItem", args: { orderId, item, meta: metaOf(order, `line-${i + 1}`) } };
  });
  return [
    { name: "createOrder", args: { orderId, customerId, meta: metaOf(order, "create") } },
    ...items,
    { name: "submitOrder", args: { orderId, meta: metaOf(order, "submit") } },
  ];
}

/** Takes back an order whose import stopped half-way, so that it counts nowhere. */
export function cancellationOf(order: PlannedOrder, why: string): ImportCommand {
  const { orderId } = order;
  const reason = `Import stopped: ${why}`;
  return { name: "cancelOrder", args: { orderId, reason, meta: metaOf(order, "cancel") } };
}

const metaOf = ({ orderId, orderedAt }: PlannedOrder, step: string) => ({
  commandId: commandIdOf(orderId, step),
  occurredAt: orderedAt,
});
