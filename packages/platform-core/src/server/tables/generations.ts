import type { Doc } from "../../component/_generated/dataModel.js";
import type { QueryCtx } from "../../component/_generated/server.js";
import type { Generation, Worker } from "../base/shared.js";

/** The generations of a projection, oldest first: one or two, for a while some more, and one for each tenant that is served apart. */
export async function generationsOf(
  ctx: QueryCtx,
  projection: string,
): Promise<Doc<"generations">[]> {
  return await ctx.db
    .query("generations")
    .withIndex("by_projection", (q) => q.eq("projection", projection))
    .take(1_000);
}

/** The generation that a worker works on; `null` when it has been dropped. */
export async function generationOf(
  ctx: QueryCtx,
  { projection, generation }: Omit<Worker, "partition">,
): Promise<Doc<"generations"> | null> {
  return await ctx.db
    .query("generations")
    .withIndex("by_projection", (q) => q.eq("projection", projection).eq("generation", generation))
    .unique();
}

/** The generation that is served, some tenants' rows apart. */
export const liveOf = <Row extends Generation>(generations: readonly Row[]): Row | undefined =>
  generations.find(({ state }) => state === "live");

/** Whether workers of a generation go after the log by themselves: commands keep an inline one once it is live. */
export const followsLog = ({ state, delivery, scope, isShadow }: Generation): boolean =>
  state === "live" ? delivery === "async" : state === "building" && !scope && !isShadow;
