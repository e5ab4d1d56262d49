import path from "node:path";
import { feedTenant } from "../feed/feedTenant.ts";
import { planImport } from "../import/planImport.ts";
import { readFolder, type InputFolder } from "../import/readFolder.ts";
import { startExample } from "../startExample.ts";
import { formatCounted } from "../summary/format.ts";
import { renderSummary } from "../summary/renderSummary.ts";
import type { Report } from "../summary/Report.ts";
import { startProgress } from "../terminal/startProgress.ts";
import type { Terminal } from "../terminal/Terminal.ts";
import { buildReport, type TenantRun } from "./buildReport.ts";
import type { DemoOptions } from "./demoOptions.ts";
import { tenantsOf } from "./tenantsOf.ts";

/**
 * Runs the demo and prints what people read; returns what it has to tell, or `null` when it was stopped.
 * Throws an InputError when the folder cannot be read.
 */
export async function runDemo(
  options: Pick<DemoOptions, "input" | "passes" | "tenants">,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<Report | null> {
  const folder = readFolder(options.input);
  const plan = planImport(folder);
  printTitle(terminal, options.input, folder);
  const example = await startExample();
  const tenants = tenantsOf(options.tenants).map((tenant): TenantRun => ({ tenant, passes: [] }));
  const steps = plan.products.length + plan.orders.length;
  for (let pass = 1; pass <= options.passes; pass++) {
    const title = pass === 1 ? "Importing" : `Pass ${pass}`;
    const progress = startProgress(terminal, title, steps * tenants.length);
    for (const { tenant, passes } of tenants) {
      const feed = { tenant, plan, onStep: progress.advance, signal };
      if (!signal.aborted) passes.push(await feedTenant(example.engine, feed));
    }
    progress.end();
  }
  if (signal.aborted) {
    const imported = tenants.flatMap(({ passes }) => passes[0]?.imported ?? []);
    terminal.print("", `Stopped: ${formatCounted(imported.length, "order")} imported.`);
    return null;
  }
  const report = await buildReport(example, { folder, plan, tenants });
  terminal.print(...renderSummary(report, terminal.colors));
  return report;
}

function printTitle({ print, colors }: Terminal, input: string, folder: InputFolder): void {
  const rows = [
    formatCounted(folder.orders.length, "order"),
    formatCounted(folder.lines.length, "line"),
    formatCounted(folder.products.length, "product"),
  ];
  const where = colors.dim("· event sourcing on Convex, in this process");
  print(`${colors.bold("Order management")} ${where}`);
  print(`  ${shortPath(input)}: ${rows.join(", ")}`);
}

function shortPath(dir: string): string {
  const relative = path.relative(process.cwd(), dir) || ".";
  return relative.length < dir.length ? relative : dir;
}
