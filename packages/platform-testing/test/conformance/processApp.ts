import batchWorker from "@convex-dev/batch-worker/test";
import {
  createPlatform,
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  defineRejections,
  ensure,
  platformTables,
  type Platform,
} from "@convex-es/platform-core";
import { complete, defineProcess, send } from "@convex-es/platform-core/processes";
import coreComponent from "@convex-es/platform-core/test";
import storeComponent from "@convex-es/platform-store/test";
import { createEngine, type FunctionEnd, type Operation } from "../../src/engine/index.js";
import { componentsGeneric, defineSchema, mutationGeneric } from "convex/server";
import { v } from "convex/values";
import type { RunningJars } from "./consumerApp.js";

const orderEvents = defineEvents({
  OrderSubmitted: { orderId: v.string(), productId: v.string() },
  OrderConfirmed: { orderId: v.string() },
  OrderCancelled: { orderId: v.string() },
});
const Order = defineAggregate("Order", v.object({ status: v.string() }), {
  id: "orderId",
  events: orderEvents,
  initial: { status: "none" },
  evolve: {
    OrderSubmitted: () => ({ status: "submitted" }),
    OrderConfirmed: () => ({ status: "confirmed" }),
    OrderCancelled: () => ({ status: "cancelled" }),
  },
});
const stockEvents = defineEvents({
  StockReceived: { productId: v.string(), quantity: v.number() },
  StockReserved: { productId: v.string(), orderId: v.string() },
});
const stockRejections = defineRejections({ SOLD_OUT: { message: "Nothing is left." } });
const Product = defineAggregate("Product", v.object({ left: v.number() }), {
  id: "productId",
  events: stockEvents,
  rejections: stockRejections,
  initial: { left: 0 },
  evolve: {
    StockReceived: ({ left }, { quantity }) => ({ left: left + quantity }),
    StockReserved: ({ left }) => ({ left: left - 1 }),
  },
});
const commands = {
  submitOrder: Order.creation({
    args: { productId: v.string() },
    decide: (_order, submitted) => orderEvents.OrderSubmitted(submitted),
  }),
  confirmOrder: Order.command({
    decide: (_order, { orderId }) => orderEvents.OrderConfirmed({ orderId }),
  }),
  cancelOrder: Order.command({
    decide: (_order, { orderId }) => orderEvents.OrderCancelled({ orderId }),
  }),
  receiveStock: Product.command({
    args: { quantity: v.number() },
    onMissing: "decide",
    decide: (_product, received) => stockEvents.StockReceived(received),
  }),
  reserveStock: Product.command({
    args: { orderId: v.string() },
    decide: ({ left }, reserved) => {
      ensure(left > 0, stockRejections.SOLD_OUT);
      return stockEvents.StockReserved(reserved);
    },
  }),
};

const fulfilment = defineProcess({
  events: { ...orderEvents, StockReserved: stockEvents.StockReserved },
  key: "orderId",
  start: ["OrderSubmitted"],
  react: {
    OrderSubmitted: ({ orderId, productId }) =>
      send(
        commands.reserveStock,
        { orderId, productId },
        {
          rejected: () => [send(commands.cancelOrder, { orderId }), complete],
        },
      ),
    StockReserved: ({ orderId }) => [send(commands.confirmOrder, { orderId }), complete],
  },
});

/** Starts a shop with one process, empty; fake timers must be on. */
export async function startProcesses(): Promise<RunningJars> {
  const schema = defineSchema({ ...platformTables });
  const shop = defineBoundedContext("shop", { commands, processes: { fulfilment } });
  const platform = createPlatform(componentsGeneric() as never, {
    schema,
    contexts: [shop],
    actor: ({ subject }) => ({ id: subject, tenant: "", roles: [] }),
    log: { sink: () => undefined },
  });
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./app.ts": async () => ({ ...platform.mutations(shop), claim: claimWith(platform) }),
    "./platform.ts": async () => platform.runtime(),
  };
  const ended: FunctionEnd[] = [];
  const app = {
    "": { schema, modules },
    eventStore: storeComponent,
    platformCore: coreComponent,
    "platformCore/batchWorker": batchWorker,
  };
  const engine = await createEngine(app, {
    mirror: true,
    hooks: { onFunction: (end) => void (end.scheduled && ended.push(end)) },
  });
  return { engine, ended };
}

const claimWith = (platform: Platform) =>
  mutationGeneric({
    args: { holder: v.string(), value: v.string() },
    handler: async (ctx, claim) =>
      await platform.claims.claim(ctx, { type: "email", ttlMs: 60_000, ...claim }),
  });

/** A call that claims a value. */
export const claims = (holder: string, value: string): Operation => ({
  fn: "app:claim",
  args: { holder, value },
  identity: { subject: "ann" },
});

/** A call of one of the shop's commands. */
export const shopCommand = (name: keyof typeof commands, args: object): Operation => ({
  fn: `app:${name}`,
  args: args as never,
  identity: { subject: "ann" },
});
