import path from "node:path";
import { feedOrders, type Pass } from "../feed/feedOrders.ts";
import { planImport } from "../import/planImport.ts";
import { readFolder } from "../import/readFolder.ts";
import { startExample } from "../startExample.ts";
import { formatCounted } from "../summary/format.ts";
import { renderSummary } from "../summary/renderSummary.ts";
import type { Report } from "../summary/Report.ts";
import { startProgress } from "../terminal/startProgress.ts";
import type { Terminal } from "../terminal/Terminal.ts";
import { buildReport } from "./buildReport.ts";
import type { DemoOptions } from "./demoOptions.ts";

/**
 * Runs the demo and prints what people read; returns what it has to tell, or `null` when it was stopped.
 * Throws an InputError when the folder cannot be read.
 */
export async function runDemo(
  { input, passes }: Pick<DemoOptions, "input" | "passes">,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<Report | null> {
  const { print, colors } = terminal;
  const folder = readFolder(input);
  const plan = planImport(folder);
  const rows = `${formatCounted(folder.orders.length, "order")}, ${formatCounted(folder.lines.length, "line")}`;
  print(
    `${colors.bold("Order management")} ${colors.dim("· event sourcing on Convex, in this process")}`,
  );
  print(`  ${shortPath(input)}: ${rows}`);
  const example = await startExample();
  const feed = async (pass: number): Promise<Pass> => {
    const title = pass === 1 ? "Importing" : `Pass ${pass}`;
    const progress = startProgress(terminal, title, plan.orders.length);
    const { orders } = plan;
    const done = await feedOrders(example.engine, { orders, onOrder: progress.advance, signal });
    progress.end();
    return done;
  };
  const first = await feed(1);
  const again: Pass[] = [];
  for (let pass = 2; pass <= passes && !signal.aborted; pass++) again.push(await feed(pass));
  if (signal.aborted) {
    print("", `Stopped: ${formatCounted(first.imported.length, "order")} imported.`);
    return null;
  }
  const report = await buildReport(example, { folder, plan, first, again });
  print(...renderSummary(report, colors));
  return report;
}

function shortPath(dir: string): string {
  const relative = path.relative(process.cwd(), dir) || ".";
  return relative.length < dir.length ? relative : dir;
}
