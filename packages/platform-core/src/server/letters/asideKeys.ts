import { v, type ObjectType } from "convex/values";
import type { QueryCtx } from "../../component/_generated/server.js";
import { isAside } from "../tables/letterKeys.js";

export const asideKeysArgs = {
  consumer: v.string(),
  generation: v.number(),
  keys: v.array(v.object({ tenant: v.string(), key: v.string() })),
};

/** Whether events of each of some rows are aside, so that its later ones wait. One index range each. */
export async function asideKeys(
  ctx: QueryCtx,
  { consumer, generation, keys }: ObjectType<typeof asideKeysArgs>,
): Promise<boolean[]> {
  return await Promise.all(keys.map((row) => isAside(ctx, { consumer, generation, ...row })));
}
