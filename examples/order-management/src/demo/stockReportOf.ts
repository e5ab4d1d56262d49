import type { Reservation } from "../feed/Pass.ts";
import type { StockReport } from "../summary/Report.ts";
import type { TenantContent } from "../verify/verifyTenant.ts";

/** What all tenants have in stock and reserved; `null` where there is no catalogue. */
export function stockReportOf(
  reservations: readonly Reservation[],
  contents: readonly TenantContent[],
): StockReport | null {
  const products = contents.reduce((sum, { catalogue }) => sum + catalogue.length, 0);
  if (products === 0) return null;
  const sum = (source: "outcomes" | "readModel" | "streams") =>
    contents.reduce((total, { stock }) => total + stock[source], 0);
  return {
    products,
    reservations,
    outcomes: sum("outcomes"),
    readModel: sum("readModel"),
    streams: sum("streams"),
    isEqual: contents.every(({ stock }) => stock.isEqual),
  };
}
