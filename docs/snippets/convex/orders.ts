import { EventStore } from "@convex-es/platform-store";
import { v } from "convex/values";
import { components } from "./_generated/api";
import { mutation } from "./_generated/server";

const store = new EventStore(components.eventStore);

export const createOrder = mutation({
  args: { orderId: v.string(), customerId: v.string() },
  handler: async (ctx, { orderId, customerId }) => {
    return await store.append(ctx, {
      tenant: "",
      streams: [
        {
          streamType: "Order",
          streamId: orderId,
          expected: "none",
          events: [
            {
              type: "OrderCreated",
              schemaVersion: 1,
              category: "domain",
              context: "orders",
              payload: { orderId, customerId },
              tags: [{ name: "customer", value: customerId }],
              occurredAt: Date.now(),
            },
          ],
          state: { shape: 1, value: { status: "draft", items: [] } },
        },
      ],
      metadata: { actor: "user-1", correlationId: "corr-1", causationId: "cmd-1" },
    });
  },
});
