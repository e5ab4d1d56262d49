import { internal } from "../../component/_generated/api.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { buildsBeyond, type EventAt } from "../tables/buildsBeyond.js";
import { keepDecision, type Decided } from "../tables/decisions.js";
import { generationOf, generationsOf } from "../tables/generations.js";
import type { Letter } from "../tables/letters.js";

/**
 * Keeps what was decided about the event of a letter, so that it holds in whatever is built of its read model from now on. A process
 * is never built again; what is being deleted has no say.
 */
export async function decide(ctx: MutationCtx, letter: Letter, decided: Decided): Promise<void> {
  const row = await generationOf(ctx, letter);
  if (row?.kind !== "readModel" || row.state === "dropping") return;
  await keepDecision(ctx, letter, decided);
  if (decided.by !== "") return;
  // A bug that the policy left thousands of events out for must not start the build over that mends it.
  for (const build of await buildsBeyond(ctx, letter)) {
    if (build.isShadow === true) continue;
    const { generation } = build;
    await keepDecision(ctx, { ...letter, generation }, { ...decided, what: "kept" });
  }
}

/** Starts the builds over that have read events before an operator decided about them. */
export async function startOver(
  ctx: MutationCtx,
  events: readonly EventAt[],
  by: string,
): Promise<void> {
  for (const name of new Set(events.map(({ consumer }) => consumer))) {
    const rows = await generationsOf(ctx, name);
    if (!rows.some(({ state }) => state === "building")) continue;
    const own = events
      .filter(({ consumer }) => consumer === name)
      .map(({ consumer, generation, commitTs, ordinal, store }) => ({
        ...{ consumer, generation, commitTs, ordinal, store },
      }));
    await ctx.runMutation(internal.portions.startOver, { events: own, by });
  }
}
