import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { reservationEvents } from "../../inventory/events";
import { orderEvents } from "../events";
import { orderFulfilment } from "./orderFulfilment";

const { OrderCreated, OrderSubmitted, OrderCancelled } = orderEvents;
const { StockReserved, StockReservationFailed, ReservationConfirmed, ReservationReleased } =
  reservationEvents;
const orderId = "o-1";
const customerId = "c-1";
const created = OrderCreated({ orderId, customerId });
const submitted = OrderSubmitted({
  ...{ orderId, customerId, customer: null },
  ...{ items: [], totalCents: 0 },
});
const tea = { productId: "tea", orderId, quantity: 4 };
const coffee = { productId: "coffee", orderId, quantity: 3 };

test("an order's fulfilment is what its context and the inventory's tell of it", async () => {
  await given([
    created,
    submitted,
    StockReserved(tea),
    StockReservationFailed({ ...coffee, available: 1 }),
  ]).projects(orderFulfilment, { status: "submitted", reserved: 4, refused: 3, confirmed: 0 });
});

test("reservations are confirmed or released", async () => {
  const reserved = [created, submitted, StockReserved(tea), StockReserved(coffee)];
  await given([...reserved, ReservationConfirmed(tea)]).projects(orderFulfilment, {
    reserved: 7,
    confirmed: 4,
  });
  await given([
    ...reserved,
    OrderCancelled({ orderId, customerId, reason: "none" }),
    ReservationReleased(tea),
    ReservationReleased(coffee),
  ]).projects(orderFulfilment, { status: "cancelled", reserved: 0 });
});
