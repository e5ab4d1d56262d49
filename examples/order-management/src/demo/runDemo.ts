import type { DeployedExample } from "../deployed/DeployedExample.ts";
import { feedTenant } from "../feed/feedTenant.ts";
import { importerOf } from "../feed/importerOf.ts";
import type { Pass } from "../feed/Pass.ts";
import { planImport } from "../import/planImport.ts";
import type { InputFolder } from "../import/readFolder.ts";
import { formatCounted } from "../summary/format.ts";
import { renderSummary } from "../summary/renderSummary.ts";
import type { Report } from "../summary/Report.ts";
import { startProgress } from "../terminal/startProgress.ts";
import type { Terminal } from "../terminal/Terminal.ts";
import { buildReport, type TenantRun } from "./buildReport.ts";
import { tenantsOf } from "./tenantsOf.ts";

/** What to feed, how often, and to how many tenants. */
export type DemoInput = { folder: InputFolder; passes: number; tenants: number };

/**
 * Feeds the deployed example and prints what people read; returns what there is to tell, or `null` when it was stopped between
 * two orders.
 */
export async function runDemo(
  example: DeployedExample,
  { folder, passes, tenants: count }: DemoInput,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<Report | null> {
  const plan = planImport(folder);
  const tenants = tenantsOf(count).map((tenant): TenantRun => ({ tenant, passes: [] }));
  const steps = (plan.products.length + plan.orders.length) * tenants.length;
  for (let pass = 1; pass <= passes; pass++) {
    const progress = startProgress(terminal, pass === 1 ? "Importing" : `Pass ${pass}`, steps);
    const feed = { plan, onStep: progress.advance, signal };
    for (const { tenant, passes } of tenants) {
      if (!signal.aborted) passes.push(await feedOne(example, tenant, feed));
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

async function feedOne(
  example: DeployedExample,
  tenant: string,
  feed: Parameters<typeof feedTenant>[1],
): Promise<Pass> {
  const importer = importerOf(example, tenant);
  try {
    return await feedTenant(importer, feed);
  } finally {
    await importer.close();
  }
}
