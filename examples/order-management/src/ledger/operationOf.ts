import type { Operation } from "@convex-es/platform-testing/engine";
import { api } from "../../convex/_generated/api.js";
import type { Step } from "./stepOf.ts";

const identity = {
  tokenIdentifier: "ledger|clerk",
  issuer: "ledger",
  subject: "clerk",
  roles: ["warehouse"],
};

/** The order or the SKU a command goes to, and its command id. */
export type Target = { id: string; commandId: string };

/** One command of the example, ready to be run. */
export const operationOf = ({ fn, fieldsFor }: Step, { id, commandId }: Target): Operation => ({
  fn,
  args: { ...fieldsFor(id), meta: { commandId } },
  identity,
});

/** Makes the customer of the ledger's orders known, so that what `load` costs is seen. */
export const knownCustomer: Operation = {
  fn: api.customers.saveCustomer,
  args: { customerId: "customer-1", name: "Customer 1" },
  identity,
};
