import { v, type ObjectType } from "convex/values";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { placeOf } from "../../contract/decisions.js";
import { buildsBeyond, vEventAt, type EventAt } from "../tables/buildsBeyond.js";
import { decisionOf } from "../tables/decisions.js";
import type { Generation } from "../tables/generations.js";
import { rebuildOf } from "../tables/rebuilds.js";
import { beginGeneration } from "./beginGeneration.js";
import { abandonGeneration } from "./endGeneration.js";

export const startOverArgs = { events: v.array(vEventAt), by: v.string() };

/** Starts a build over that has read events before an operator decided about them, unless he decided the same there. */
export async function startOver(
  ctx: MutationCtx,
  { events, by }: ObjectType<typeof startOverArgs>,
): Promise<null> {
  const over = new Set<string>();
  for (const event of events) {
    if (over.has(event.consumer)) continue;
    for (const build of await buildsBeyond(ctx, event)) {
      if (await isDecidedAlike(ctx, event, build)) continue;
      over.add(event.consumer);
      await startBuildOver(ctx, build, by);
    }
  }
  return null;
}

async function isDecidedAlike(ctx: QueryCtx, event: EventAt, build: Generation): Promise<boolean> {
  const { consumer } = event;
  const place = placeOf(event);
  const own = await decisionOf(ctx, { consumer, generation: build.generation, place });
  const other = await decisionOf(ctx, { consumer, generation: event.generation, place });
  return own?.what === "discarded" && other?.what === "discarded";
}

async function startBuildOver(ctx: MutationCtx, build: Generation, by: string): Promise<void> {
  const rebuild = await rebuildOf(ctx, build);
  const reason = "an operator decided about an event that it had applied: it starts over";
  await abandonGeneration(ctx, build, { state: "superseded", by, reason });
  const { kind = "rebuild", scope, from = null } = rebuild ?? {};
  await beginGeneration(ctx, build, { kind, scope, from, by: rebuild?.by ?? by });
}
