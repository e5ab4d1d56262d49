import {
  mutationGeneric,
  type DataModelFromSchemaDefinition,
  type GenericMutationCtx,
  type MutationBuilder,
} from "convex/server";
import { ConvexError, v } from "convex/values";
import type schema from "./schema";
import { vItem } from "./schema";

// What a careful Convex developer writes by hand: read the order, insert the event, patch the order. No command ids, so
// that a repeat executes again; no tenants, no log across orders, no read models beside the order itself.
type DataModel = DataModelFromSchemaDefinition<typeof schema>;
type Ctx = GenericMutationCtx<DataModel>;

const mutation: MutationBuilder<DataModel, "public"> = mutationGeneric;
const returns = v.object({ version: v.number() });

export const createOrder = mutation({
  args: { orderId: v.string(), customerId: v.string() },
  returns,
  handler: async (ctx, { orderId, customerId }) => {
    const actor = await actorOf(ctx);
    if ((await findOrder(ctx, orderId)) !== null) throw new ConvexError("ALREADY_EXISTS");
    const order = { orderId, customerId, status: "draft" as const, items: [], totalCents: 0 };
    await ctx.db.insert("orders", { ...order, version: 1 });
    const payload = { orderId, customerId };
    await record(ctx, { orderId, version: 1, actor, type: "OrderCreated", payload });
    return { version: 1 };
  },
});

export const addOrderItem = mutation({
  args: { orderId: v.string(), item: vItem },
  returns,
  handler: async (ctx, { orderId, item }) => {
    const actor = await actorOf(ctx);
    const order = await draftOf(ctx, orderId);
    const { productId, quantity, unitPriceCents } = item;
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new ConvexError("INVALID_QUANTITY");
    if (!Number.isSafeInteger(unitPriceCents)) throw new ConvexError("INVALID_PRICE");
    if (order.items.some((listed) => listed.productId === productId)) {
      throw new ConvexError("PRODUCT_ALREADY_ON_ORDER");
    }
    const version = order.version + 1;
    const totalCents = order.totalCents + quantity * unitPriceCents;
    const payload = { orderId, item };
    await record(ctx, { orderId, version, actor, type: "OrderItemAdded", payload });
    await ctx.db.patch("orders", order._id, { items: [...order.items, item], totalCents, version });
    return { version };
  },
});

export const submitOrder = mutation({
  args: { orderId: v.string() },
  returns,
  handler: async (ctx, { orderId }) => {
    const actor = await actorOf(ctx);
    const { _id, items, totalCents, version: before } = await draftOf(ctx, orderId);
    if (items.length === 0) throw new ConvexError("ORDER_EMPTY");
    const version = before + 1;
    const payload = { orderId, items, totalCents };
    await record(ctx, { orderId, version, actor, type: "OrderSubmitted", payload });
    await ctx.db.patch("orders", _id, { status: "submitted", version });
    return { version };
  },
});

async function actorOf({ auth }: Ctx): Promise<string> {
  const identity = await auth.getUserIdentity();
  if (identity === null) throw new ConvexError("UNAUTHENTICATED");
  return identity.tokenIdentifier;
}

const findOrder = ({ db }: Ctx, orderId: string) =>
  db
    .query("orders")
    .withIndex("by_order", (q) => q.eq("orderId", orderId))
    .unique();

async function draftOf(ctx: Ctx, orderId: string) {
  const order = await findOrder(ctx, orderId);
  if (order === null) throw new ConvexError("NOT_FOUND");
  if (order.status !== "draft") throw new ConvexError("ORDER_NOT_DRAFT");
  return order;
}

type Event = {
  orderId: string;
  version: number;
  actor: string;
  type: string;
  payload: Record<string, unknown>;
};

const record = ({ db }: Ctx, event: Event) =>
  db.insert("orderEvents", { ...event, at: Date.now() });
