import type { Spread } from "../feed/costPerCommand.ts";
import { ordersAtOnce } from "../feed/feedTenant.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { formatCount, formatCounted, formatMs, formatSeconds } from "./format.ts";
import type { Report } from "./Report.ts";
import { renderTable } from "./renderTable.ts";

/** How fast the commands were and what each of them read and wrote. */
export function renderCosts(report: Report, colors: Colors): string[] {
  const { speed, commands, seconds } = report;
  const { bold, cyan, dim } = colors;
  const perSecond = cyan(`${formatCount(Math.round(speed.commandsPerSecond))} commands/s`);
  const latencies = [
    `p50 ${formatMs(speed.p50Ms)}`,
    `p95 ${formatMs(speed.p95Ms)}`,
    `p99 ${formatMs(speed.p99Ms)}`,
  ];
  return [
    `${bold("Speed")}  ${[perSecond, ...latencies].join("  ")}`,
    dim(
      `  ${formatCounted(commands, "command")} in ${formatSeconds(seconds)}, ${ordersAtOnce} orders at once over one WebSocket, client and`,
    ),
    dim("  deployment in this process: a figure of this machine, not of Convex's servers"),
    ...documentsPerCommand(report, colors),
  ];
}

function documentsPerCommand({ costs }: Report, colors: Colors): string[] {
  if (costs.length === 0) return [];
  const { bold, dim } = colors;
  const rows = costs.map((cost) => [
    cost.name,
    formatCount(cost.sent),
    ...[cost.docsRead, cost.docsWritten, cost.indexRanges, cost.calls].map(formatSpread),
  ]);
  const title = `${bold("Documents per command")}${dim(" · inline read model and tags included")}`;
  return ["", title, ...renderTable(colors, columns, rows)];
}

const columns = [
  { heading: "Command" },
  ...["Executed", "Read", "Written", "Index ranges", "Component calls"].map((heading) => ({
    heading,
    align: "right" as const,
  })),
];

const formatSpread = ({ least, most }: Spread) =>
  least === most ? formatCount(least) : `${formatCount(least)}–${formatCount(most)}`;
