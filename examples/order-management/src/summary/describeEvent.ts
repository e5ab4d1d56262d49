import type { EventOf } from "@convex-es/platform-core";
import type { RecordedEvent } from "@convex-es/platform-store";
import type { orderEvents } from "../../convex/contexts/orders/events.ts";
import { printable } from "../terminal/printable.ts";
import { formatCounted, formatDollars } from "./format.ts";
import type { Report } from "./Report.ts";

type OrderEvent = EventOf<typeof orderEvents>;

/** What an event of an order says, in words. */
export function describeEvent(event: RecordedEvent, names: Report["names"]): string {
  return isOrderEvent(event) ? describe(event, names) : "";
}

// The stream was written by the orders context, which owns it.
const isOrderEvent = (event: { type: string }): event is OrderEvent =>
  event.type.startsWith("Order");

function describe(event: OrderEvent, names: Report["names"]): string {
  switch (event.type) {
    case "OrderCreated":
      return `for ${nameOf(event.payload.customerId, names.customers)}`;
    case "OrderItemAdded":
      return describeItem(event.payload.item, names);
    case "OrderItemRemoved":
      return `without ${describeItem(event.payload.item, names)}`;
    case "OrderSubmitted": {
      const { items, totalCents } = event.payload;
      return `${formatCounted(items.length, "item")} for ${formatDollars(BigInt(totalCents))}`;
    }
    case "OrderCancelled":
      return printable(event.payload.reason);
  }
}

type Item = Extract<OrderEvent, { type: "OrderItemAdded" }>["payload"]["item"];

function describeItem({ productId, quantity, unitPriceCents }: Item, names: Report["names"]) {
  const product = nameOf(productId, names.products);
  return `${quantity} × ${product} at ${formatDollars(BigInt(unitPriceCents))}`;
}

const nameOf = (id: string, names: ReadonlyMap<string, string>) => printable(names.get(id) ?? id);
