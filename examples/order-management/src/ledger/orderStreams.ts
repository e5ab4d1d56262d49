import { EventStore, type NewEvent } from "@convex-es/platform-store";
import { components } from "../../convex/_generated/api.js";
import { namesOf } from "./commandCases.ts";
import { draft, orderCases } from "./orderCases.ts";
import type { StreamKind } from "./StreamKind.ts";

/** Streams of orders: drafts with one item. */
export const orderStreams: StreamKind = {
  store: new EventStore(components.eventStore),
  streamType: "Order",
  eventTable: "eventStore.events",
  streamOf: (orderId) => orderId,
  ready: draft,
  history,
  commands: namesOf(orderCases),
};

/** Created, then an item added and removed in turns. */
function history(orderId: string, length: number): NewEvent[] {
  return Array.from({ length }, (_, i) => {
    if (i === 0) {
      const payload = { orderId, customerId: "customer-2" };
      const tags = [{ name: "customer", value: payload.customerId }];
      return { ...event, type: "OrderCreated", payload, tags };
    }
    const type = i % 2 === 1 ? "OrderItemAdded" : "OrderItemRemoved";
    return { ...event, type, payload: { orderId, item }, tags: [] };
  });
}

const item = { productId: "tea", quantity: 2, unitPriceCents: 1250 };
const event = { schemaVersion: 1, category: "domain" as const, context: "orders", occurredAt: 0 };
