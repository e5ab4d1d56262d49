import { defineProjection } from "../../../define";
import { inventoryEvents } from "../events";

export const productCatalogue = defineProjection("productCatalogue", {
  events: inventoryEvents,
  key: "productId",
  initial: { sku: "", name: "", unitPriceCents: 0, onHand: 0, available: 0 },
  on: {
    ProductAdded: (row, { sku, name, unitPriceCents }) => ({ ...row, sku, name, unitPriceCents }),
    StockReceived: (row, { quantity }) => ({
      ...row,
      onHand: row.onHand + quantity,
      available: row.available + quantity,
    }),
    StockReserved: (row, { quantity }) => ({ ...row, available: row.available - quantity }),
    ReservationConfirmed: (row, { quantity }) => ({ ...row, onHand: row.onHand - quantity }),
    ReservationReleased: (row, { quantity }) => ({ ...row, available: row.available + quantity }),
  },
});
