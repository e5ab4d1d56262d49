import { ensure } from "@convex-es/platform-core";
import { v } from "convex/values";
import { inventoryEvents } from "../events";
import { Product, productRejections, reservationOf } from "../product";

export const confirmReservation = Product.command({
  args: { orderId: v.string() },
  decide: (stock, { productId, orderId }) => {
    const held = reservationOf(stock, orderId);
    ensure(held, productRejections.NOT_RESERVED);
    return inventoryEvents.ReservationConfirmed({ productId, ...held });
  },
});
