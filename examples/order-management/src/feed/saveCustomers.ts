import { api } from "../../convex/_generated/api.js";
import type { Importer } from "./importerOf.ts";

/** Saves the customers in the app's own table, by plain mutations; returns how many documents were written. */
export async function saveCustomers(
  importer: Importer,
  customers: ReadonlyMap<string, string>,
): Promise<number> {
  const { saveCustomer } = api.customers;
  const saved = await Promise.all(
    [...customers].map(([customerId, name]) => importer.mutate(saveCustomer, { customerId, name })),
  );
  return saved.reduce((sum, { counts }) => sum + counts.docsWritten, 0);
}
