import { printable } from "../terminal/printable.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { formatCount, formatCounted, formatDollars } from "./format.ts";
import type { Report, TenantReport } from "./Report.ts";
import { renderTable } from "./renderTable.ts";

/** What each of several tenants holds; nothing where there is only one. */
export function renderTenants({ tenants, strayEvents }: Report, colors: Colors): string[] {
  if (tenants.length < 2) return [];
  const { bold, dim, green, red } = colors;
  const right = ["Orders", "Events", "Gross value", "Read model", "Streams", "Reserved"];
  const columns = [
    { heading: "Tenant" },
    ...right.map((heading) => ({ heading, align: "right" as const })),
  ];
  const isUnmixed = strayEvents === 0 && tenants.every(isWhole);
  return [
    `${bold("Tenants")}${dim(` · ${formatCount(tenants.length)} with the same input and equal ids`)}`,
    ...renderTable(colors, columns, tenants.map(cellsOf)),
    isUnmixed
      ? `  ${green("✓")} each holds what it was fed, and nothing of another`
      : `  ${red("✗")} mixed: ${formatCounted(strayEvents, "event")} of nobody, and ${namesOfBroken(tenants)}`,
  ];
}

const isWhole = ({ totals, stock }: TenantReport) => totals.isEqual && stock.isEqual;

const namesOfBroken = (tenants: readonly TenantReport[]) =>
  tenants
    .filter((tenant) => !isWhole(tenant))
    .map(({ tenant }) => `other values for ${printable(tenant)}`)
    .join(", ") || "no other values";

const cellsOf = ({ tenant, orders, events, totals, stock }: TenantReport) => [
  printable(tenant),
  formatCount(orders),
  formatCount(events),
  formatDollars(totals.input),
  formatDollars(totals.readModel),
  formatDollars(totals.streams),
  formatCounted(stock.readModel, "piece"),
];
