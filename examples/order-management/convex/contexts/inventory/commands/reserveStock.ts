import { ensure } from "@convex-es/platform-core";
import { v } from "convex/values";
import { inventoryEvents } from "../events";
import { availableOf, isQuantity, Product, productRejections, reservationOf } from "../product";

export const reserveStock = Product.command({
  args: { orderId: v.string(), quantity: v.number() },
  decide: (stock, line) => {
    const available = availableOf(stock);
    ensure(isQuantity(line.quantity), productRejections.INVALID_QUANTITY);
    ensure(!reservationOf(stock, line.orderId), productRejections.RESERVED_ALREADY);
    if (line.quantity <= available) return inventoryEvents.StockReserved(line);
    return inventoryEvents.StockReservationFailed({ ...line, available });
  },
});
