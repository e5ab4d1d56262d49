import { defineEvents, deterministicId } from "@convex-es/platform-core";
import { v } from "convex/values";

/** The id of the product that a SKU names: the same for everyone, so that a SKU is given once. */
export const productIdOf = (sku: string) => deterministicId("product", sku);

const product = { sku: v.string(), name: v.string(), unitPriceCents: v.number() };
const reservation = { productId: v.string(), orderId: v.string(), quantity: v.number() };

/** What becomes of the stock that an order asks for. */
export const reservationEvents = defineEvents({
  StockReserved: reservation,
  StockReservationFailed: { ...reservation, available: v.number() },
  ReservationConfirmed: reservation,
  ReservationReleased: reservation,
});

export const inventoryEvents = {
  ...defineEvents({
    ProductAdded: { productId: v.string(), ...product },
    StockReceived: { productId: v.string(), quantity: v.number() },
  }),
  ...reservationEvents,
};
