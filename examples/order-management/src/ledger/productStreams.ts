import { EventStore, type NewEvent } from "@convex-es/platform-store";
import { components } from "../../convex/_generated/api.js";
import { productIdOf } from "../../convex/contexts/inventory/events.ts";
import { namesOf } from "./commandCases.ts";
import { productCases, reserved } from "./productCases.ts";
import type { StreamKind } from "./StreamKind.ts";

/** Streams of products: in stock, some of it reserved. */
export const productStreams: StreamKind = {
  store: new EventStore(components.inventoryStore),
  streamType: "Product",
  eventTable: "inventoryStore.events",
  streamOf: productIdOf,
  ready: reserved,
  history,
  commands: namesOf(productCases),
};

/** Added, then one piece received again and again. */
function history(productId: string, length: number): NewEvent[] {
  return Array.from({ length }, (_, i) =>
    i === 0
      ? { ...event, type: "ProductAdded", payload: { productId, ...product } }
      : { ...event, type: "StockReceived", payload: { productId, quantity: 1 } },
  );
}

const product = { sku: "tea", name: "Tea", unitPriceCents: 1250 };
const event = {
  schemaVersion: 1,
  category: "domain" as const,
  context: "inventory",
  occurredAt: 0,
  tags: [],
};
