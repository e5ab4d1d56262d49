import type { Engine } from "@convex-es/platform-testing/engine";
import { cancellationOf, commandsOfOrder, reservationsOf } from "../import/commandsOf.ts";
import type { PlannedOrder } from "../import/ImportPlan.ts";
import type { Pass, Reservation } from "./Pass.ts";
import { sendCommand, type Sent } from "./sendCommand.ts";

/** An order, whose it is, and whether there is stock to reserve for it. */
export type OrderToImport = { tenant: string; order: PlannedOrder; reserves: boolean };

/** Imports one order and reserves its lines; one that the app refuses half-way is taken back, with nothing reserved. */
export async function importOrder(
  engine: Engine,
  { tenant, order, reserves }: OrderToImport,
  pass: Pass,
): Promise<void> {
  for (const [i, command] of commandsOfOrder(order).entries()) {
    const sent = await sendCommand(engine, tenant, command);
    pass.sent.push(sent);
    if (sent.outcome.status === "executed") continue;
    const reason = `${command.name}: ${sent.outcome.code}: ${sent.outcome.message}`;
    if (i > 0) pass.sent.push(await sendCommand(engine, tenant, cancellationOf(order, reason)));
    pass.failed.push({ order, reason });
    return;
  }
  pass.imported.push(order);
  if (!reserves) return;
  for (const [i, command] of reservationsOf(order).entries()) {
    const sent = await sendCommand(engine, tenant, command);
    pass.sent.push(sent);
    const { sku = "", quantity = 0 } = order.lines[i] ?? {};
    pass.reservations.push({ sku, quantity, orderId: order.orderId, result: resultOf(sent) });
  }
}

function resultOf({ outcome }: Sent): Reservation["result"] {
  if (outcome.status !== "executed") return outcome.code === "NOT_FOUND" ? "unknown" : "failed";
  return outcome.events.some(({ type }) => type === "StockReserved") ? "reserved" : "short";
}
