import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { inventoryEvents, productIdOf } from "../events";
import { receiveStock } from "./receiveStock";

const { ProductAdded, StockReceived, StockReserved } = inventoryEvents;
const productId = productIdOf("tea");
const added = ProductAdded({ productId, sku: "tea", name: "Tea", unitPriceCents: 450 });
const received = StockReceived({ productId, quantity: 10 });
const reserved = StockReserved({ productId, orderId: "o-1", quantity: 4 });
const actor = { id: "wanda", tenant: "", roles: ["warehouse"] };

test("received pieces are in stock", async () => {
  await given([added]).when(receiveStock, { productId, quantity: 10 }, { actor }).then([received]);
});

test("a correction takes back what nobody has reserved", async () => {
  await given([added, received, reserved])
    .when(receiveStock, { productId, quantity: -6 }, { actor })
    .then([StockReceived({ productId, quantity: -6 })]);
});

test("a correction below what is reserved breaks an invariant", async () => {
  await given([added, received, reserved])
    .when(receiveStock, { productId, quantity: -7 }, { actor })
    .rejects("STOCK_OVERSOLD");
});

test.each([-11, 0.5, NaN, Infinity, 2 ** 53])(
  "stock after receiving %s pieces would be no whole number from 0 on",
  async (quantity) => {
    await given([added, received])
      .when(receiveStock, { productId, quantity }, { actor })
      .rejects("STOCK_NOT_WHOLE");
  },
);

test("no stock of a product that was never added", async () => {
  await given([]).when(receiveStock, { productId, quantity: 1 }, { actor }).rejects("NOT_FOUND");
});
