import { sendCommand, type CommandSender } from "@convex-es/platform-core/client";
import { api } from "../../../examples/order-management/convex/_generated/api";

/** Submits an order and says what to show. `commandId` was made when the dialog opened: `makeCommandId()`. */
export async function submitOrder(client: CommandSender, orderId: string, commandId: string) {
  const outcome = await sendCommand(client, {
    mutation: api.orders.submitOrder,
    args: { orderId, meta: { commandId } },
  });
  if (outcome.status === "executed") return `Submitted, in version ${outcome.version}.`;
  if (outcome.status === "rejected" && outcome.code === "ORDER_EMPTY") return "Add an item first.";
  return outcome.message;
}
