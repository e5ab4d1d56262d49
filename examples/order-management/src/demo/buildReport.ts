import { costPerCommand } from "../feed/costPerCommand.ts";
import type { FailedOrder, Pass } from "../feed/feedOrders.ts";
import { repeatOf } from "../feed/repeatOf.ts";
import { speedOf } from "../feed/speedOf.ts";
import type { ImportPlan, RefusedRow } from "../import/ImportPlan.ts";
import { lineFile, orderFile, type InputFolder } from "../import/readFolder.ts";
import { sortRefused } from "../import/sortRefused.ts";
import type { Example } from "../startExample.ts";
import type { Report } from "../summary/Report.ts";
import { totalsByCustomer, totalsByProduct } from "../summary/totalsOf.ts";
import { foldOrders } from "../verify/foldOrders.ts";
import { readLog, readOrder } from "../verify/readEvents.ts";
import { readSummaries } from "../verify/readSummaries.ts";
import { verifyTotals } from "../verify/verifyTotals.ts";

/** What was fed, and what came of it. */
export type Run = { folder: InputFolder; plan: ImportPlan; first: Pass; again: Pass[] };

/** Reads back what the run has left in the app, compares it with the input, and gathers all there is to tell. */
export async function buildReport({ app, engine }: Example, run: Run): Promise<Report> {
  const { folder, plan, first, again } = run;
  const { imported, failed, sent, seconds } = first;
  const events = await readLog(engine);
  const states = await foldOrders(app, events);
  const summaries = await readSummaries(engine);
  const [shown] = imported;
  return {
    imported,
    refused: sortRefused([...plan.refused, ...failed.flatMap(refusedRows)]),
    commands: sent.length,
    seconds,
    speed: speedOf(first),
    costs: costPerCommand(sent),
    repeat: again.length > 0 ? repeatOf(first, again) : null,
    verification: verifyTotals({ imported, summaries, states }),
    eventCount: events.length,
    customers: totalsByCustomer(summaries),
    products: totalsByProduct(states),
    stream: shown === undefined ? [] : await readOrder(engine, shown.orderId),
    names: { customers: folder.customerNames, products: folder.productNames },
  };
}

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
