import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { inventoryEvents, productIdOf } from "../events";
import { releaseReservation } from "./releaseReservation";

const { ProductAdded, StockReceived, StockReserved, ReservationConfirmed, ReservationReleased } =
  inventoryEvents;
const productId = productIdOf("tea");
const line = { productId, orderId: "o-1", quantity: 4 };
const reserved = [
  ProductAdded({ productId, sku: "tea", name: "Tea", unitPriceCents: 450 }),
  StockReceived({ productId, quantity: 10 }),
  StockReserved(line),
];

test("a reservation is released", async () => {
  await given(reserved)
    .when(releaseReservation, { productId, orderId: "o-1" })
    .then([ReservationReleased(line)]);
});

test.each([ReservationReleased(line), ReservationConfirmed(line)])(
  "after $type there is nothing left to release",
  async (ended) => {
    await given([...reserved, ended])
      .when(releaseReservation, { productId, orderId: "o-1" })
      .rejects("NOT_RESERVED");
  },
);
