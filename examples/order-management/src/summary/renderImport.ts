import type { RefusedRow } from "../import/ImportPlan.ts";
import { lineFile, orderFile, productFile } from "../import/readFolder.ts";
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
  const countIn = (of: string) => refused.filter(({ file }) => file === of).length;
  const products = countIn(productFile);
  const rows = [
    ...(products > 0 ? [formatCounted(products, "product row")] : []),
    formatCounted(countIn(orderFile), "order row"),
    formatCounted(countIn(lineFile), "line row"),
  ];
  return yellow(rows.join(", "));
}

function renderRefused(refused: readonly RefusedRow[], colors: Colors): string[] {
  if (refused.length === 0) return [];
  // What several tenants refuse is shown once.
  const reasons = new Map(refused.map(({ file, line, reason }) => [`${file}:${line}`, reason]));
  const rows = [...reasons].slice(0, shownRows);
  const columns = [{ heading: "Row", color: colors.yellow }, { heading: "Why" }];
  const left = reasons.size - rows.length;
  const more = left > 0 ? [colors.dim(`  … and ${formatCount(left)} more`)] : [];
  return ["", ...renderTable(colors, columns, rows), ...more];
}
