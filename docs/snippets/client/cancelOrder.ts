import {
  OutcomeError,
  sendCommand,
  unwrap,
  type CommandSender,
} from "@convex-es/platform-core/client";
import { api } from "../../../examples/order-management/convex/_generated/api";

/** For a script that can do nothing about a refusal: the version it led to, or an `OutcomeError`. */
export async function cancelOrder(client: CommandSender, orderId: string): Promise<number> {
  const args = { orderId, reason: "asked to" };
  const outcome = await sendCommand(client, { mutation: api.orders.cancelOrder, args });
  return unwrap(outcome).version;
}

/** Whether that failed because there is no such order. */
export const isMissing = (error: unknown) =>
  error instanceof OutcomeError && error.code === "NOT_FOUND";
