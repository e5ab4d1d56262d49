import { EventStore } from "@convex-es/platform-store";
import { v } from "convex/values";
import { components } from "./_generated/api";
import { mutation, query } from "./_generated/server";

const store = new EventStore(components.eventStore);

export const eventsOfCustomer = query({
  args: { cursor: v.optional(v.string()) },
  handler: async (ctx, { cursor }) => {
    const page = await store.readLog(ctx, {
      tenant: "",
      types: ["OrderCreated", "OrderCancelled"],
      tags: [{ name: "customer", value: "c-1" }],
      after: cursor, // of the page before
      limit: 100,
    });
    return page; // { events, cursor, isDone }
  },
});

export const latestOfOrder = query({
  args: { orderId: v.string() },
  handler: async (ctx, { orderId }) => {
    const order = { tenant: "", streamType: "Order", streamId: orderId };
    const head = await store.loadState(ctx, order);
    const { events } = await store.readStream(ctx, { ...order, direction: "backward", limit: 20 });
    return { version: head?.version ?? 0, state: head?.state ?? null, events };
  },
});

export const cancelOrder = mutation({
  args: { orderId: v.string(), expected: v.number(), requestId: v.string(), at: v.number() },
  handler: (ctx, { orderId, expected, requestId, at }) =>
    store.append(ctx, {
      tenant: "",
      idempotencyKey: requestId,
      streams: [
        {
          streamType: "Order",
          streamId: orderId,
          expected,
          events: [
            {
              type: "OrderCancelled",
              schemaVersion: 1,
              category: "domain",
              context: "orders",
              payload: { orderId },
              tags: [],
              occurredAt: at,
            },
          ],
          state: { shape: 1, value: { status: "cancelled", items: [] } },
        },
      ],
      metadata: { actor: "user-1", correlationId: requestId, causationId: requestId },
    }),
});

export const closeOrder = mutation({
  args: { orderId: v.string(), reason: v.string() },
  handler: (ctx, { orderId, reason }) =>
    store.closeStream(ctx, {
      ...{ tenant: "", streamType: "Order", streamId: orderId },
      reason,
      actor: "user-1",
    }),
});
