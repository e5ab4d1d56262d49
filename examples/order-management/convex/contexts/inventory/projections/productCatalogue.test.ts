import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { inventoryEvents, productIdOf } from "../events";
import { productCatalogue } from "./productCatalogue";

const {
  ProductAdded,
  StockReceived,
  StockReserved,
  StockReservationFailed,
  ReservationConfirmed,
  ReservationReleased,
} = inventoryEvents;
const product = { sku: "tea", name: "Tea", unitPriceCents: 450 };
const productId = productIdOf("tea");
const line = { productId, orderId: "o-1", quantity: 4 };
const stocked = [
  ProductAdded({ productId, ...product }),
  StockReceived({ productId, quantity: 9 }),
];

test("a product is in the catalogue with its price and what is available", async () => {
  await given(stocked).projects(productCatalogue, { ...product, onHand: 9, available: 9 });
});

test("a reservation lowers what is available, and its failure does not", async () => {
  const failed = StockReservationFailed({ ...line, orderId: "o-2", available: 5 });
  await given([...stocked, StockReserved(line), failed]).projects(productCatalogue, {
    onHand: 9,
    available: 5,
  });
});

test("a released reservation is available again, a confirmed one has left", async () => {
  await given([...stocked, StockReserved(line), ReservationReleased(line)]).projects(
    productCatalogue,
    { onHand: 9, available: 9 },
  );
  await given([...stocked, StockReserved(line), ReservationConfirmed(line)]).projects(
    productCatalogue,
    { onHand: 5, available: 5 },
  );
});
