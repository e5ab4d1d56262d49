import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { inventoryEvents, productIdOf } from "../events";
import { confirmReservation } from "./confirmReservation";

const { ProductAdded, StockReceived, StockReserved, ReservationConfirmed } = inventoryEvents;
const productId = productIdOf("tea");
const line = { productId, orderId: "o-1", quantity: 4 };
const reserved = [
  ProductAdded({ productId, sku: "tea", name: "Tea", unitPriceCents: 450 }),
  StockReceived({ productId, quantity: 10 }),
  StockReserved(line),
];

test("a reservation is confirmed as it was made", async () => {
  await given(reserved)
    .when(confirmReservation, { productId, orderId: "o-1" })
    .then([ReservationConfirmed(line)]);
});

test("a reservation is confirmed once, and only by its order", async () => {
  await given([...reserved, ReservationConfirmed(line)])
    .when(confirmReservation, { productId, orderId: "o-1" })
    .rejects("NOT_RESERVED");
  await given(reserved)
    .when(confirmReservation, { productId, orderId: "o-2" })
    .rejects("NOT_RESERVED");
});
