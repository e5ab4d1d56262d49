import type { DatabaseReader } from "./_generated/server";

/** A customer as stored in the app's own table, or `null`. */
export const findCustomer = (
  db: DatabaseReader,
  { tenant, customerId }: { tenant: string; customerId: string },
) =>
  db
    .query("customers")
    .withIndex("by_customer", (q) => q.eq("tenant", tenant).eq("customerId", customerId))
    .unique();
