import { printable } from "../terminal/printable.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { formatCount, formatDollars } from "./format.ts";
import type { Report } from "./Report.ts";
import { renderTable } from "./renderTable.ts";

const shownTotals = 10;
const words = {
  customers: { title: "Customers", one: "Customer", count: "Orders" },
  products: { title: "Products", one: "Product", count: "Pieces" },
};

/** The customers or products that come to most. */
export function renderTotals(kind: keyof typeof words, report: Report, colors: Colors): string[] {
  const totals = report[kind];
  if (totals.length === 0) return [];
  const { title, one, count } = words[kind];
  const names = report.names[kind];
  const isNamed = totals.some(({ id }) => names.has(id));
  const columns = [
    { heading: "Id" },
    ...(isNamed ? [{ heading: one }] : []),
    { heading: count, align: "right" as const },
    { heading: "Gross value", align: "right" as const, color: colors.green },
  ];
  const rows = totals
    .slice(0, shownTotals)
    .map((total) => [
      printable(total.id),
      ...(isNamed ? [printable(names.get(total.id) ?? "")] : []),
      formatCount(total.count),
      formatDollars(total.cents),
    ]);
  const left = totals.length - rows.length;
  const some =
    left > 0 ? colors.dim(` · the top ${shownTotals} of ${formatCount(totals.length)}`) : "";
  return [`${colors.bold(title)}${some}`, ...renderTable(colors, columns, rows)];
}
