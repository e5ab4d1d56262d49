import type { FunctionReference } from "convex/server";
import { sendCommand, unwrap, type CommandSender } from "../src/client.js";
import { createPlatform, type OutcomeOf } from "../src/index.js";
import type { PlatformComponents } from "../src/platform/createPlatform.js";
import { orders, schema, type addOrderItem } from "./shop.js";

// What an app's wiring and its client look like; the README shows parts of it.

type Args = {
  orderId: string;
  item: { productId: string; quantity: number; unitPriceCents: number };
};
type Add = FunctionReference<"mutation", "public", Args, OutcomeOf<typeof addOrderItem>>;
declare const api: { orders: { addOrderItem: Add } };
declare const client: CommandSender;
declare const components: PlatformComponents;
declare const args: Args;

export const platform = createPlatform(components, { schema, contexts: [orders] });

const outcome = await sendCommand(client, { mutation: api.orders.addOrderItem, args });
if (outcome.status === "rejected" && outcome.code === "ORDER_NOT_DRAFT") {
  console.log(`The order is ${outcome.details.status}.`);
}
export const { version } = unwrap(outcome); // or an OutcomeError
