import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { inventoryEvents, productIdOf } from "../events";
import { reserveStock } from "./reserveStock";

const { ProductAdded, StockReceived, StockReserved, StockReservationFailed, ReservationReleased } =
  inventoryEvents;
const productId = productIdOf("tea");
const added = ProductAdded({ productId, sku: "tea", name: "Tea", unitPriceCents: 450 });
const stocked = [added, StockReceived({ productId, quantity: 10 })];
const line = { productId, orderId: "o-1", quantity: 4 };

test("pieces in stock are reserved for an order, to the last one", async () => {
  await given(stocked)
    .when(reserveStock, line)
    .then([StockReserved(line)]);
  await given(stocked)
    .when(reserveStock, { ...line, quantity: 10 })
    .then([StockReserved({ ...line, quantity: 10 })]);
});

test("what cannot be reserved is recorded as an event, with what there was", async () => {
  const other = { ...line, orderId: "o-2", quantity: 7 };
  await given([...stocked, StockReserved(line)])
    .when(reserveStock, other)
    .then([StockReservationFailed({ ...other, available: 6 })]);
});

test("an order reserves a product once", async () => {
  await given([...stocked, StockReserved(line)])
    .when(reserveStock, line)
    .rejects("RESERVED_ALREADY");
});

test("what was released can be reserved again, also after a failure", async () => {
  await given([...stocked, StockReserved(line), ReservationReleased(line)])
    .when(reserveStock, line)
    .then([StockReserved(line)]);
  await given([...stocked, StockReservationFailed({ ...line, available: 0 })])
    .when(reserveStock, line)
    .then([StockReserved(line)]);
});

test.each([0, -1, 1.5, NaN])("a quantity of %s is rejected", async (quantity) => {
  await given(stocked)
    .when(reserveStock, { ...line, quantity })
    .rejects("INVALID_QUANTITY");
});

test("nothing of an unknown product is reserved", async () => {
  await given([]).when(reserveStock, line).rejects("NOT_FOUND");
});
