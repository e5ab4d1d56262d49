import { createPlatform } from "@convex-es/platform-core";
import { components } from "./_generated/api";
import { inventory } from "./contexts/inventory";
import { orders } from "./contexts/orders";
import { sales } from "./contexts/sales";
import { actorOf } from "./actor";
import { noFutureDates } from "./noFutureDates";
import schema from "./schema";

export const platform = createPlatform(components, {
  schema,
  contexts: [orders, sales, { context: inventory, store: components.inventoryStore }],
  actor: actorOf,
  middleware: [noFutureDates],
  log: { level: "WARN", include: ["actor"] },
});

export const { query, mutation, action } = platform.runtime();
