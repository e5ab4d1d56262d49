import { cancellationOf, commandsOfOrder, reservationsOf } from "../import/commandsOf.ts";
import type { PlannedOrder } from "../import/ImportPlan.ts";
import type { Importer } from "./importerOf.ts";
import type { FailedOrder, Reservation } from "./Pass.ts";
import { sendCommand, type Sent } from "./sendCommand.ts";

/** What came of one order. */
export type OrderImport = {
  sent: Sent[];
  failed: FailedOrder | null;
  reservations: Reservation[];
};

/**
 * Imports one order and, when it is its turn, reserves its lines (`null`: there is nothing to reserve from). One that the app
 * refuses half-way is taken back, with nothing reserved.
 */
export async function importOrder(
  importer: Importer,
  order: PlannedOrder,
  turn: Turn | null,
): Promise<OrderImport> {
  const sent: Sent[] = [];
  const failed = await sendOrder(importer, order, sent);
  await turn?.before;
  const reserving = failed || !turn ? [] : reservationsOf(order);
  // All are on their way before the next order's are: first come, first served.
  const answers = reserving.map((command) => sendCommand(importer, command));
  turn?.pass();
  const reserved = await Promise.all(answers);
  const reservations = reserved.map((each, i): Reservation => {
    const { sku = "", quantity = 0 } = order.lines[i] ?? {};
    return { sku, quantity, orderId: order.orderId, result: resultOf(each) };
  });
  return { sent: [...sent, ...reserved], failed, reservations };
}

/** When an order may reserve: after those before it in the file; `pass` lets the next one. */
export type Turn = { before: Promise<unknown>; pass: () => void };

// What an earlier run has imported is not taken back because its rows were changed since.
const fromEarlierRun = new Set(["COMMAND_ID_REUSED", "ORDER_NOT_DRAFT"]);
const importedOtherwise = "an earlier run imported the order with other rows; --reset forgets it";

async function sendOrder(
  importer: Importer,
  order: PlannedOrder,
  sent: Sent[],
): Promise<FailedOrder | null> {
  for (const [i, command] of commandsOfOrder(order).entries()) {
    const { outcome } = await sendNext(importer, command, sent);
    if (outcome.status === "executed") continue;
    if (fromEarlierRun.has(outcome.code)) return { order, reason: importedOtherwise };
    const reason = `${command.name}: ${outcome.code}: ${outcome.message}`;
    if (i > 0) await sendNext(importer, cancellationOf(order, reason), sent);
    return { order, reason };
  }
  return null;
}

async function sendNext(
  importer: Importer,
  command: Parameters<typeof sendCommand>[1],
  sent: Sent[],
): Promise<Sent> {
  const answered = await sendCommand(importer, command);
  sent.push(answered);
  return answered;
}

function resultOf({ outcome }: Sent): Reservation["result"] {
  if (outcome.status !== "executed") return outcome.code === "NOT_FOUND" ? "unknown" : "failed";
  return outcome.events.some(({ type }) => type === "StockReserved") ? "reserved" : "short";
}
