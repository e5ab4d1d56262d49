import type { Reservation } from "../feed/Pass.ts";
import { printable } from "../terminal/printable.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { formatCount, formatCounted } from "./format.ts";
import type { Report } from "./Report.ts";
import { renderTable } from "./renderTable.ts";
import { shortagesOf } from "./shortagesOf.ts";

const shownProducts = 10;

/** What could be reserved of the stock and what could not: an answer of the business, not an error. */
export function renderStock({ stock, names }: Report, colors: Colors): string[] {
  if (stock === null) return [];
  const { bold, green, yellow, red, dim } = colors;
  const { reservations, products, outcomes, readModel, streams, isEqual } = stock;
  const lines = reservations.filter(({ result }) => result === "reserved").length;
  const told = `${formatCount(lines)} of ${formatCounted(reservations.length, "line")} reserved, ${formatCounted(outcomes, "piece")}`;
  const shortages = shortagesOf(reservations);
  const columns = [
    { heading: "Id" },
    { heading: "Could not be reserved" },
    { heading: "Lines", align: "right" as const },
    { heading: "Pieces", align: "right" as const, color: yellow },
  ];
  const rows = shortages
    .slice(0, shownProducts)
    .map(({ sku, lines, pieces }) => [
      printable(sku),
      printable(names.products.get(sku) ?? ""),
      formatCount(lines),
      formatCount(pieces),
    ]);
  const left = shortages.length - rows.length;
  return [
    `${bold("Stock")}  ${formatCounted(products, "product")}; ${green(told)}`,
    ...(rows.length > 0 ? renderTable(colors, columns, rows) : []),
    ...(left > 0 ? [dim(`  … and ${formatCounted(left, "product")} more`)] : []),
    ...renderUnknown(reservations, colors),
    isEqual
      ? `  ${green("✓")} the same in the catalogue and in a fold of all streams`
      : `  ${red("✗")} ${formatCount(readModel)} in the catalogue, ${formatCount(streams)} in a fold of all streams`,
  ];
}

function renderUnknown(reservations: readonly Reservation[], { yellow }: Colors): string[] {
  const countOf = (wanted: Reservation["result"]) =>
    reservations.filter(({ result }) => result === wanted).length;
  const [unknown, failed] = [countOf("unknown"), countOf("failed")];
  return [
    ...(unknown > 0
      ? [yellow(`  ${formatCounted(unknown, "line")} of products that are not in the catalogue`)]
      : []),
    ...(failed > 0 ? [yellow(`  ${formatCounted(failed, "line")} without an answer`)] : []),
  ];
}
