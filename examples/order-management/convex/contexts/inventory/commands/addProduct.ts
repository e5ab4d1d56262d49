import { ensure } from "@convex-es/platform-core";
import { v } from "convex/values";
import { isWhole } from "../../../isWhole";
import { inventoryEvents, productIdOf } from "../events";
import { Product, productRejections } from "../product";

export const addProduct = Product.creation({
  args: { sku: v.string(), name: v.string(), unitPriceCents: v.number() },
  decide: (_stock, product) => {
    const { productId, sku, unitPriceCents } = product;
    ensure(productId === productIdOf(sku), productRejections.ID_NOT_OF_SKU, { productId });
    ensure(isWhole(unitPriceCents, 0), productRejections.INVALID_PRICE, { unitPriceCents });
    return inventoryEvents.ProductAdded(product);
  },
});
