import { v } from "convex/values";
import { inventoryEvents } from "../events";
import { Product, stockInvariants } from "../product";

/** Takes pieces into stock; a negative quantity corrects what was received. */
export const receiveStock = Product.command({
  args: { quantity: v.number() },
  authorise: ({ roles }) => roles.includes("warehouse"),
  decide: (stock, { productId, quantity }) => {
    stockInvariants.assert({ ...stock, onHand: stock.onHand + quantity });
    return inventoryEvents.StockReceived({ productId, quantity });
  },
});
