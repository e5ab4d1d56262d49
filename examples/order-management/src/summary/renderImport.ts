import type { RefusedRow } from "../import/ImportPlan.ts";
import { orderFile } from "../import/readFolder.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { formatCount, formatCounted } from "./format.ts";
import type { Report } from "./Report.ts";
import { renderTable } from "./renderTable.ts";

const shownRows = 10;

/** What was accepted, what was refused and why. */
export function renderImport({ imported, refused }: Report, colors: Colors): string[] {
  const lines = imported.reduce((sum, order) => sum + order.lines.length, 0);
  const accepted = `${formatCounted(imported.length, "order")}, ${formatCounted(lines, "line")}`;
  return [
    `${colors.bold("Accepted")}  ${colors.green(accepted)}`,
    `${colors.bold("Refused")}   ${refusedCount(refused, colors)}`,
    ...renderRefused(refused, colors),
  ];
}

function refusedCount(refused: readonly RefusedRow[], { green, yellow }: Colors): string {
  if (refused.length === 0) return green("nothing");
  const orders = refused.filter(({ file }) => file === orderFile).length;
  const rows = [
    formatCounted(orders, "order row"),
    formatCounted(refused.length - orders, "line row"),
  ];
  return yellow(rows.join(", "));
}

function renderRefused(refused: readonly RefusedRow[], colors: Colors): string[] {
  if (refused.length === 0) return [];
  const rows = refused
    .slice(0, shownRows)
    .map(({ file, line, reason }) => [`${file}:${line}`, reason]);
  const columns = [{ heading: "Row", color: colors.yellow }, { heading: "Why" }];
  const left = refused.length - rows.length;
  const more = left > 0 ? [colors.dim(`  … and ${formatCount(left)} more`)] : [];
  return ["", ...renderTable(colors, columns, rows), ...more];
}
