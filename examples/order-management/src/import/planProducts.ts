import { quoted } from "../terminal/printable.ts";
import { BadValue } from "./BadValue.ts";
import { faultOf } from "./faultOf.ts";
import type { ImportPlan, PlannedProduct, RefusedRow } from "./ImportPlan.ts";
import { parseCents, parseId, parseText, parseWhole } from "./parseCell.ts";
import { productFile } from "./readFolder.ts";
import type { CsvRow } from "./readRows.ts";

const stockColumn = 6;

/**
 * Checks every row of the products before anything is sent. A file whose rows end before the stock only names products:
 * there is no catalogue then, and nothing to refuse. Of several rows with one product id the first decides.
 */
export function planProducts(rows: readonly CsvRow[]): Pick<ImportPlan, "products" | "refused"> {
  const products: PlannedProduct[] = [];
  const refused: RefusedRow[] = [];
  if (!rows.some(({ fields }) => fields.length > stockColumn)) return { products, refused };
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    const reason = faultOf(() => products.push(productOf(row, lineOf)));
    if (reason !== null) refused.push({ file: productFile, line: row.line, reason, isCause: true });
  }
  return { products, refused };
}

function productOf(row: CsvRow, lineOf: Map<string, number>): PlannedProduct {
  const sku = parseId(row, [0, "productID"]);
  const first = lineOf.get(sku);
  if (first !== undefined) {
    throw new BadValue(`product ${quoted(sku)} is on line ${first} already`);
  }
  lineOf.set(sku, row.line);
  return {
    line: row.line,
    sku,
    name: parseText(row, [1, "productName"]),
    unitPriceCents: parseCents(row, [5, "unitPrice"]),
    unitsInStock: parseWhole(row, [stockColumn, "unitsInStock"], 0),
  };
}
