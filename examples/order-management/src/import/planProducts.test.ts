// @vitest-environment node
import { expect, test } from "vitest";
import { planProducts } from "./planProducts.ts";
import { readRows } from "./readRows.ts";

const plan = (...rows: string[]) =>
  planProducts(readRows(Buffer.from(["header", ...rows].join("\n"))));

test("a product is its id, name, price and stock; the columns between and behind are not judged", () => {
  expect(plan("1,Tea,x,,10 boxes,18.5,39,never,,0").products).toEqual([
    { line: 2, sku: "1", name: "Tea", unitPriceCents: 1850, unitsInStock: 39 },
  ]);
});

test.each([
  [",Tea,,,,1.00,1", "productID is missing"],
  ["1,,,,,1.00,1", "productName is missing"],
  ["1,Tea,,,,free,1", 'unitPrice "free" is not an amount like 14.00'],
  ["1,Tea,,,,1.00,-1", 'unitsInStock "-1" is not a whole number from 0 on'],
  ["1,Tea,,,,1.00,1.5", 'unitsInStock "1.5" is not a whole number from 0 on'],
  ["1,Tea,,,,1.00,", "unitsInStock is missing"],
])("the row %s is refused with its reason", (row, reason) => {
  expect(plan("0,Good,,,,1.00,0", row)).toMatchObject({
    products: [{ sku: "0" }],
    refused: [{ file: "products.csv", line: 3, reason, isCause: true }],
  });
});

test("of two rows with one product id the first counts", () => {
  const { products, refused } = plan("1,Tea,,,,1.00,1", "1,Other,,,,2.00,2");
  expect(products).toMatchObject([{ name: "Tea" }]);
  expect(refused).toMatchObject([{ line: 3, reason: 'product "1" is on line 2 already' }]);
});

test("a file that ends before the stock only names products", () => {
  expect(plan("1,Tea", ",nobody")).toEqual({ products: [], refused: [] });
});
