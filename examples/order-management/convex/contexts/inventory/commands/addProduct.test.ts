import { given } from "@convex-es/platform-testing";
import { test } from "vitest";
import { inventoryEvents, productIdOf } from "../events";
import { addProduct } from "./addProduct";

const { ProductAdded } = inventoryEvents;
const product = { productId: productIdOf("tea"), sku: "tea", name: "Tea", unitPriceCents: 450 };

test("a product is added under the id that its SKU gives", async () => {
  await given([])
    .when(addProduct, product)
    .then([ProductAdded(product)]);
});

test("a SKU is given once, whatever the product is called", async () => {
  await given([ProductAdded(product)])
    .when(addProduct, { ...product, name: "Green tea" })
    .rejects("ALREADY_EXISTS");
});

test("a product under an id of its own choice is rejected", async () => {
  await given([])
    .when(addProduct, { ...product, productId: "tea" })
    .rejects("ID_NOT_OF_SKU", { productId: "tea" });
});

test.each([-1, 0.5, NaN])("a price of %s cents is rejected", async (unitPriceCents) => {
  await given([])
    .when(addProduct, { ...product, unitPriceCents })
    .rejects("INVALID_PRICE", { unitPriceCents });
});
