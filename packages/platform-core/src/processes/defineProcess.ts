import type { EventCatalog } from "../declarations/defineEvents.js";
import { makeProcess, type Process, type ProcessOptions } from "../declarations/defineProcess.js";
import { applyProcessLetter, applyProcessPage } from "./applyProcess.js";
import { fireTimers } from "./fireTimers.js";
import { withRunner } from "./processRunner.js";

const runner = { applyPage: applyProcessPage, applyLetter: applyProcessLetter, fireTimers };

/**
 * Declares a process manager: events in, commands out. An instance begins with an event of `start`, remembers what `evolve` makes of
 * its events, and sends the commands that `react` returns. Each event is handled exactly once, in order, in the transaction that
 * writes what its commands decide. It begins with the events after its first deployment; it never replays the past.
 *
 * @example
 * export const orderFulfilment = defineProcess({
 *   events: { ...orderEvents, ...stockEvents }, key: "orderId", start: ["OrderSubmitted"],
 *   react: {
 *     OrderSubmitted: ({ orderId, items }) => items.map((item) => send(reserveStock, { orderId, ...item })),
 *     StockReservationFailed: ({ orderId }) => [send(cancelOrder, { orderId, reason: "out of stock" }), complete],
 *   },
 * });
 */
export function defineProcess<
  Events extends EventCatalog,
  State extends Record<string, unknown> = Record<never, never>,
  Timers extends string = never,
>(options: ProcessOptions<Events, State, Timers>): Process {
  return withRunner(makeProcess(options), runner);
}
