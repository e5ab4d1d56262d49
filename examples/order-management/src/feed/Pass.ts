import type { PlannedOrder } from "../import/ImportPlan.ts";
import type { Sent } from "./sendCommand.ts";

/** An order that the app did not take, and why. */
export type FailedOrder = { order: PlannedOrder; reason: string };

/** What came of reserving one line of an order: `unknown` is not in the catalogue, `failed` was not answered. */
export type Reservation = {
  sku: string;
  orderId: string;
  quantity: number;
  result: "reserved" | "short" | "unknown" | "failed";
};

/** One pass over the input, for one tenant. */
export type Pass = {
  sent: Sent[];
  imported: PlannedOrder[];
  failed: FailedOrder[];
  reservations: Reservation[];
  /** Documents that plain mutations wrote, those that are no commands. */
  otherWrites: number;
  /** Seconds from the first command to the last outcome. */
  seconds: number;
};
