import { formatCount, formatMs } from "../summary/format.ts";
import { renderTable } from "../summary/renderTable.ts";
import type { Colors } from "../terminal/Terminal.ts";
import type { BenchReport } from "./benchReport.ts";

/** The bench as a table. */
export function renderBench({ commands, machine, ...run }: BenchReport, colors: Colors): string[] {
  const headings = ["Times", "Platform p50", "p95", "By hand p50", "p95", "Ratio p50", "p95"];
  const columns = [
    { heading: "Command" },
    ...headings.map((heading) => ({ heading, align: "right" as const })),
  ];
  const rows = commands.map(({ name, n, platform, control, ratioP50, ratioP95 }) => [
    name,
    formatCount(n),
    ...[platform.p50Ms, platform.p95Ms, control.p50Ms, control.p95Ms].map(formatMs),
    ...[ratioP50, ratioP95].map((ratio) => `${ratio.toFixed(2)}×`),
  ]);
  const { cores, cpu, memoryGiB, node } = machine;
  return [
    `${colors.bold("A command beside a mutation written by hand")}${colors.dim(" · in turns, in one process, on convex-test")}`,
    ...renderTable(colors, columns, rows),
    colors.dim(
      `  ${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}; seed ${run.seed}, ${run.warmUp} orders to warm up`,
    ),
  ];
}
