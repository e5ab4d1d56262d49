import { given } from "@convex-es/platform-testing";
import { send } from "@convex-es/platform-core/processes";
import { test } from "vitest";
import { orderEvents } from "../../orders/events";
import { releaseReservation } from "../commands/releaseReservation";
import { inventoryEvents } from "../events";
import { stockRelease } from "./stockRelease";

const { OrderCancelled } = orderEvents;
const { StockReserved, ReservationConfirmed } = inventoryEvents;
const orderId = "o-1";
const cancelled = OrderCancelled({ orderId, customerId: "c-1", reason: "changed my mind" });
const tea = { productId: "tea", orderId, quantity: 2 };
const cup = { productId: "cup", orderId, quantity: 1 };
const release = (productId: string) => send(releaseReservation, { productId, orderId });

test("a cancelled order gives back what it has reserved", async () => {
  await given([StockReserved(tea), StockReserved(cup)])
    .when(stockRelease, cancelled)
    .sends([release("tea"), release("cup")]);
});

test("what was confirmed stays confirmed", async () => {
  await given([StockReserved(tea), ReservationConfirmed(tea)])
    .when(stockRelease, cancelled)
    .sends([]);
});

test("what is reserved after the cancellation is given back at once", async () => {
  await given([cancelled])
    .when(stockRelease, StockReserved(tea))
    .sends([release("tea")]);
});

test("a reservation alone sends nothing", async () => {
  await given([]).when(stockRelease, StockReserved(tea)).sends([]);
});
