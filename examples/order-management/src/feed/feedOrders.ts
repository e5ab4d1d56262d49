import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import type { Engine } from "@convex-es/platform-testing/engine";
import { cancellationOf, commandsOf } from "../import/commandsOf.ts";
import type { PlannedOrder } from "../import/ImportPlan.ts";
import { sendCommand, type Sent } from "./sendCommand.ts";

/** An order that the app did not take, and why. */
export type FailedOrder = { order: PlannedOrder; reason: string };

/** One pass over the input. */
export type Pass = {
  sent: Sent[];
  imported: PlannedOrder[];
  failed: FailedOrder[];
  /** Seconds from the first command to the last outcome. */
  seconds: number;
};

/** What to feed, whom to tell after each order, and what stops the feed between two orders. */
export type Feed = { orders: PlannedOrder[]; onOrder: () => void; signal: AbortSignal };

/** Sends the commands of every order, one after another, and keeps what came of each. */
export async function feedOrders(engine: Engine, { orders, onOrder, signal }: Feed): Promise<Pass> {
  const pass: Pass = { sent: [], imported: [], failed: [], seconds: 0 };
  const start = performance.now();
  for (const order of orders) {
    if (signal.aborted) break;
    const reason = await importOrder(engine, order, pass.sent);
    if (reason === null) pass.imported.push(order);
    else pass.failed.push({ order, reason });
    onOrder();
    // The engine never waits: without a pause no signal and no redraw would come through.
    await setImmediate();
  }
  return { ...pass, seconds: (performance.now() - start) / 1000 };
}

/** Why the order was not imported, or `null`; what was written of it before is cancelled. */
async function importOrder(
  engine: Engine,
  order: PlannedOrder,
  sent: Sent[],
): Promise<string | null> {
  const commands = commandsOf(order);
  for (const [i, command] of commands.entries()) {
    const step = await sendCommand(engine, command);
    sent.push(step);
    const { outcome } = step;
    if (outcome.status === "executed") continue;
    const reason = `${command.name}: ${outcome.code}: ${outcome.message}`;
    if (i > 0) sent.push(await sendCommand(engine, cancellationOf(order, reason)));
    return reason;
  }
  return null;
}
