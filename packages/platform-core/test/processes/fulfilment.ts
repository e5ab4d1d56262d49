import { defineSchema } from "convex/server";
import { v } from "convex/values";
import {
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  defineRejections,
  ensure,
  platformTables,
} from "../../src/index.js";
import { complete, defineProcess, fail, send, timer } from "../../src/processes.js";

export const schema = defineSchema({ ...platformTables });

const vItem = v.object({ productId: v.string(), quantity: v.number() });
const vStatus = v.union(
  v.literal("none"),
  v.literal("submitted"),
  v.literal("confirmed"),
  v.literal("cancelled"),
);

export const orderEvents = defineEvents({
  OrderSubmitted: { orderId: v.string(), items: v.array(vItem) },
  OrderConfirmed: { orderId: v.string() },
  OrderCancelled: { orderId: v.string(), reason: v.string() },
});
const orderRejections = defineRejections({
  ORDER_NOT_OPEN: { message: "The order is not open.", details: { status: vStatus } },
});
export const Order = defineAggregate("Order", v.object({ status: vStatus }), {
  id: "orderId",
  events: orderEvents,
  rejections: orderRejections,
  initial: { status: "none" },
  evolve: {
    OrderSubmitted: () => ({ status: "submitted" }),
    OrderConfirmed: () => ({ status: "confirmed" }),
    OrderCancelled: () => ({ status: "cancelled" }),
  },
});
export const submitOrder = Order.creation({
  args: { items: v.array(vItem) },
  decide: (_order, order) => orderEvents.OrderSubmitted(order),
});
export const confirmOrder = Order.command({
  // Nobody may send it but the platform itself.
  authorise: () => false,
  decide: ({ status }, { orderId }) => {
    ensure(status === "submitted", orderRejections.ORDER_NOT_OPEN, { status });
    return orderEvents.OrderConfirmed({ orderId });
  },
});
export const cancelOrder = Order.command({
  args: { reason: v.string() },
  decide: ({ status }, { orderId, reason }) => {
    ensure(status === "submitted", orderRejections.ORDER_NOT_OPEN, { status });
    return orderEvents.OrderCancelled({ orderId, reason });
  },
});

const held = { productId: v.string(), orderId: v.string(), quantity: v.number() };
export const stockEvents = defineEvents({
  StockReceived: { productId: v.string(), quantity: v.number() },
  StockReserved: held,
  StockReservationFailed: { ...held, available: v.number() },
  ReservationReleased: held,
});
const stockRejections = defineRejections({ NOT_RESERVED: { message: "Nothing is reserved." } });
export const Product = defineAggregate(
  "Product",
  v.object({ available: v.number(), reserved: v.record(v.string(), v.number()) }),
  {
    id: "productId",
    events: stockEvents,
    rejections: stockRejections,
    initial: { available: 0, reserved: {} },
    evolve: {
      StockReceived: (stock, { quantity }) => ({ ...stock, available: stock.available + quantity }),
      StockReserved: ({ available, reserved }, { orderId, quantity }) => ({
        available: available - quantity,
        reserved: { ...reserved, [orderId]: quantity },
      }),
      StockReservationFailed: (stock) => stock,
      ReservationReleased: ({ available, reserved }, { orderId, quantity }) => ({
        available: available + quantity,
        reserved: Object.fromEntries(Object.entries(reserved).filter(([id]) => id !== orderId)),
      }),
    },
  },
);
export const receiveStock = Product.command({
  args: { quantity: v.number() },
  onMissing: "decide",
  decide: (_stock, received) => stockEvents.StockReceived(received),
});
export const reserveStock = Product.command({
  args: { orderId: v.string(), quantity: v.number() },
  decide: ({ available }, wanted) =>
    available >= wanted.quantity
      ? stockEvents.StockReserved(wanted)
      : stockEvents.StockReservationFailed({ ...wanted, available }),
});
export const releaseStock = Product.command({
  args: { orderId: v.string() },
  decide: ({ reserved }, { productId, orderId }) => {
    const quantity = reserved[orderId];
    ensure(quantity !== undefined, stockRejections.NOT_RESERVED);
    return stockEvents.ReservationReleased({ productId, orderId, quantity });
  },
});

/** Confirms an order once all its items are reserved; releases and cancels when one cannot be. */
export const orderFulfilment = defineProcess({
  events: { ...orderEvents, ...stockEvents },
  key: (event) => ("orderId" in event.payload ? event.payload.orderId : null),
  start: ["OrderSubmitted"],
  end: ["OrderConfirmed", "OrderCancelled"],
  state: v.object({ waiting: v.array(v.string()), held: v.array(v.string()) }),
  initial: { waiting: [], held: [] },
  evolve: {
    OrderSubmitted: (_state, { items }) => ({
      waiting: items.map(({ productId }) => productId),
      held: [],
    }),
    StockReserved: ({ waiting, held: before }, { productId }) => ({
      waiting: waiting.filter((one) => one !== productId),
      held: [...before, productId],
    }),
  },
  react: {
    OrderSubmitted: ({ orderId, items }) =>
      items.map((item) => send(reserveStock, { orderId, ...item })),
    StockReserved: ({ orderId }, { state }) =>
      state.waiting.length > 0
        ? []
        : send(confirmOrder, { orderId }, { rejected: ({ code }) => fail(code) }),
    StockReservationFailed: ({ orderId, productId }, { state }) => [
      ...state.held.map((held) => send(releaseStock, { orderId, productId: held })),
      send(cancelOrder, { orderId, reason: `${productId} is out of stock` }),
    ],
  },
});

/** What the tests make fail, by order. */
export const faults = {
  /** Orders whose submission the policy throws at. */
  throwing: new Set<string>(),
  returned: null as unknown,
};

/** Cancels an order that is marked as a gift: a policy of one step, without a start. */
export const whenGiftSubmittedCancel = defineProcess({
  events: orderEvents,
  key: "orderId",
  react: {
    OrderSubmitted: ({ orderId }) => {
      if (faults.throwing.has(orderId)) throw new Error("no gifts today");
      if (faults.returned !== null) return faults.returned as never;
      if (!orderId.startsWith("gift")) return [];
      return [send(cancelOrder, { orderId, reason: "a gift" }), complete];
    },
  },
});

/** Handles what follows a submission only; anything else is a mistake. */
export const strictFollower = defineProcess({
  events: orderEvents,
  key: "orderId",
  start: ["OrderSubmitted"],
  end: ["OrderCancelled"],
  strict: true,
  react: { OrderConfirmed: () => complete },
});

const ballEvents = defineEvents({ Hit: { ballId: v.string(), by: v.string() } });
const Ball = defineAggregate("Ball", v.object({ hits: v.number() }), {
  id: "ballId",
  events: ballEvents,
  initial: { hits: 0 },
  evolve: { Hit: ({ hits }) => ({ hits: hits + 1 }) },
});
export const hitBall = Ball.command({
  args: { by: v.string() },
  onMissing: "decide",
  decide: (_ball, hit) => ballEvents.Hit(hit),
});
const player = (name: string, other: string) =>
  defineProcess({
    events: ballEvents,
    key: "ballId",
    react: { Hit: ({ ballId, by }) => (by === other ? send(hitBall, { ballId, by: name }) : []) },
  });
/** Two processes that start each other. */
export const game = defineBoundedContext("game", {
  commands: { hitBall },
  processes: { ping: player("ping", "pong"), pong: player("pong", "ping") },
});

export const strictOrders = defineBoundedContext("orders", {
  commands: { submitOrder, confirmOrder, cancelOrder },
  processes: { strictFollower },
});
export const orders = defineBoundedContext("orders", {
  commands: { submitOrder, confirmOrder, cancelOrder },
  processes: { orderFulfilment },
});
export const giftOrders = defineBoundedContext("orders", {
  commands: { submitOrder, confirmOrder, cancelOrder },
  processes: { whenGiftSubmittedCancel },
});
export const plainOrders = defineBoundedContext("orders", {
  commands: { submitOrder, confirmOrder, cancelOrder },
});
export const stock = defineBoundedContext("stock", {
  commands: { receiveStock, reserveStock, releaseStock },
});

/** Cancels an order that nobody confirms within a day; asks once more after an hour. */
export const confirmationDeadline = defineProcess({
  events: orderEvents,
  key: "orderId",
  start: ["OrderSubmitted"],
  end: ["OrderConfirmed", "OrderCancelled"],
  react: {
    OrderSubmitted: () => [
      timer("reminder", { after: 3_600_000 }),
      timer("deadline", { after: 86_400_000 }),
    ],
  },
  timers: {
    reminder: ({ key }) => {
      if (faults.throwing.has(key)) throw new Error("no mail today");
      return key.startsWith("patient") ? timer("deadline", { after: 2 * 86_400_000 }) : [];
    },
    deadline: ({ key: orderId }) => send(cancelOrder, { orderId, reason: "nobody confirmed it" }),
  },
});
export const deadlineOrders = defineBoundedContext("orders", {
  commands: { submitOrder, confirmOrder, cancelOrder },
  processes: { confirmationDeadline },
});

/** Sets a timer as the test says, and again each time it fires. */
export const ticking = { due: { after: 0 } as { after: number } | { at: number } };
export const clock = defineProcess({
  events: orderEvents,
  key: "orderId",
  start: ["OrderSubmitted"],
  react: { OrderSubmitted: () => timer("tick", ticking.due) },
  timers: {
    tick: ({ key: orderId }) => [
      send(cancelOrder, { orderId, reason: "tick" }, { rejected: () => [] }),
      timer("tick", { after: 0 }),
    ],
  },
});
export const clockOrders = defineBoundedContext("orders", {
  commands: { submitOrder, confirmOrder, cancelOrder },
  processes: { clock },
});
