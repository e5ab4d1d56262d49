import type { FunctionArgs, FunctionReference } from "convex/server";
import type { api } from "../../convex/_generated/api.js";

type Orders = typeof api.orders;

/** The public commands of the example. */
export type CommandName = {
  [Name in keyof Orders]: Orders[Name] extends FunctionReference<"mutation"> ? Name : never;
}[keyof Orders];

type Fields<Name extends CommandName> = Omit<FunctionArgs<Orders[Name]>, "meta" | "orderId">;

/** A command with its own fields; whom it goes to is left open. */
export type Step = { [Name in CommandName]: { name: Name; fields: Fields<Name> } }[CommandName];

type Cases = {
  [Name in CommandName]: { fields: Fields<Name>; given: readonly Step[]; isCreation?: true };
};

const tea = { productId: "tea", quantity: 2, unitPriceCents: 1250 };
const coffee = { productId: "coffee", quantity: 1, unitPriceCents: 1890 };
const customerId = "customer-1";
const created: Step = { name: "createOrder", fields: { customerId } };

/** What makes a draft order with one item; every command but the creation can be executed on it. */
export const draft: readonly Step[] = [created, { name: "addOrderItem", fields: { item: tea } }];

/**
 * How to bring every command to each of its ends: with `given` sent before, it is executed; sent once more under the same
 * id it is a duplicate, under another id it is rejected. A command without a case does not compile.
 */
export const commandCases: Cases = {
  createOrder: { fields: { customerId }, given: [], isCreation: true },
  addOrderItem: { fields: { item: coffee }, given: [created] },
  removeOrderItem: { fields: { productId: tea.productId }, given: draft },
  submitOrder: { fields: {}, given: draft },
  cancelOrder: { fields: { reason: "changed my mind" }, given: [created] },
};

/** The names of all commands of the example. */
export const commandNames = Object.keys(commandCases).filter(
  (name): name is CommandName => name in commandCases,
);
