import type { DeployedExample } from "../deployed/DeployedExample.ts";
import { costPerCommand } from "../feed/costPerCommand.ts";
import { fedBefore } from "../feed/fedBefore.ts";
import type { FailedOrder, Pass } from "../feed/Pass.ts";
import { repeatOf } from "../feed/repeatOf.ts";
import { speedOf } from "../feed/speedOf.ts";
import type { ImportPlan, RefusedRow } from "../import/ImportPlan.ts";
import { lineFile, orderFile, type InputFolder } from "../import/readFolder.ts";
import { sortRefused } from "../import/sortRefused.ts";
import { namesOf, skusOf } from "../summary/namesOf.ts";
import type { Report } from "../summary/Report.ts";
import { totalsByCustomer, totalsByProduct } from "../summary/totalsOf.ts";
import { countEvents } from "../verify/readEvents.ts";
import { verifyTenant, type TenantContent } from "../verify/verifyTenant.ts";
import { joinPasses } from "./joinPasses.ts";
import { stockReportOf } from "./stockReportOf.ts";
import { sumTotals } from "./sumTotals.ts";

/** What was fed to one tenant, pass by pass. */
export type TenantRun = { tenant: string; passes: Pass[] };
/** What was fed, and what came of it. */
export type Run = { folder: InputFolder; plan: ImportPlan; tenants: TenantRun[] };

/** Reads back what the run has left in the app, compares it with the input, and gathers all there is to tell. */
export async function buildReport(example: DeployedExample, run: Run): Promise<Report> {
  const { folder, plan, tenants } = run;
  const contents: TenantContent[] = [];
  for (const { tenant, passes } of tenants) {
    contents.push(await verifyTenant(example, tenant, joinPasses(passes.slice(0, 1))));
  }
  const first = joinPasses(tenants.flatMap(({ passes }) => passes.slice(0, 1)));
  const skus = skusOf(plan);
  return {
    ...speedReport(first),
    imported: first.imported,
    refused: sortRefused(tenants.flatMap(({ passes }) => refusedFor(plan, passes))),
    repeat: repeatReport(tenants),
    verification: sumTotals(contents),
    stock: stockReportOf(first.reservations, contents),
    ...(await eventReport(example, contents)),
    customers: totalsByCustomer(contents.flatMap(({ summaries }) => summaries)),
    products: totalsByProduct(
      contents.flatMap(({ orders }) => [...orders.values()]),
      skus,
    ),
    stream: firstStream(first, contents),
    names: namesOf(folder, skus),
  };
}

function speedReport(first: Pass) {
  const { sent, seconds } = first;
  const costs = costPerCommand(sent);
  return {
    commands: sent.length,
    fedBefore: fedBefore(first),
    seconds,
    speed: speedOf(first),
    costs,
  };
}

function repeatReport(tenants: readonly TenantRun[]) {
  const length = tenants[0]?.passes.length ?? 0;
  if (length < 2) return null;
  const pass = (i: number) => joinPasses(tenants.flatMap(({ passes }) => passes[i] ?? []));
  const again = Array.from({ length: length - 1 }, (_, i) => pass(i + 1));
  return repeatOf(pass(0), again);
}

async function eventReport({ running }: DeployedExample, contents: readonly TenantContent[]) {
  const tenants = contents.map((content) => ({
    tenant: content.tenant,
    orders: content.orders.size,
    events: content.orderEvents.length + content.productEvents.length,
    totals: content.totals,
    stock: content.stock,
  }));
  const eventCount = contents.reduce((sum, { orderEvents }) => sum + orderEvents.length, 0);
  const ofTenants = tenants.reduce((sum, { events }) => sum + events, 0);
  const engine = running.deployment.running?.engine;
  const all = engine === undefined ? 0 : await countEvents(engine);
  return { tenants, eventCount, strayEvents: all - ofTenants };
}

function firstStream({ imported }: Pass, [content]: readonly TenantContent[]) {
  const orderId = imported[0]?.orderId;
  return (content?.orderEvents ?? []).filter(({ streamId }) => streamId === orderId);
}

const refusedFor = ({ refused }: ImportPlan, passes: readonly Pass[]) => [
  ...refused,
  ...(passes[0]?.failed ?? []).flatMap(refusedRows),
];

// What the app refused counts like what the input check refused: the order's row and all of its lines.
function refusedRows({ order, reason }: FailedOrder): RefusedRow[] {
  const own = { file: orderFile, line: order.line, reason, isCause: true };
  const lines = order.lines.map(({ line }) => ({
    file: lineFile,
    line,
    reason: `its order is refused for ${orderFile}:${order.line}`,
    isCause: false,
  }));
  return [own, ...lines];
}
