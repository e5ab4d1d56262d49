import type { Engine } from "@convex-es/platform-testing/engine";
import { api } from "../../convex/_generated/api.js";
import { importerOf } from "./importerOf.ts";

/** Saves the customers in the app's own table, by plain mutations; returns how many documents were written. */
export async function saveCustomers(
  engine: Engine,
  tenant: string,
  customers: ReadonlyMap<string, string>,
): Promise<number> {
  let writes = 0;
  for (const [customerId, name] of customers) {
    const fn = api.customers.saveCustomer;
    const identity = importerOf(tenant);
    const { footprint } = await engine.call({ fn, args: { customerId, name }, identity });
    writes += footprint.counts.docsWritten;
  }
  return writes;
}
