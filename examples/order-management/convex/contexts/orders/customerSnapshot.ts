import type { Actor } from "@convex-es/platform-core";
import type { DatabaseReader } from "../../_generated/server";
import { findCustomer } from "../../findCustomer";

/** What an order keeps of its customer, from the app's own table; `null` where that has no such customer. */
export async function customerSnapshot(db: DatabaseReader, actor: Actor, customerId: string) {
  const found = await findCustomer(db, { tenant: actor.tenant, customerId });
  return found && { name: found.name };
}
