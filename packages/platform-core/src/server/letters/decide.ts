import { hasReached } from "@convex-es/platform-store/log";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { workersOf } from "../base/workers.js";
import { beginGeneration } from "../builds/beginGeneration.js";
import { abandonGeneration } from "../builds/endGeneration.js";
import { cursorsOf } from "../tables/cursors.js";
import { decisionOf, keepDecision, type Decided } from "../tables/decisions.js";
import { placeOf } from "../../contract/decisions.js";
import { generationOf, generationsOf, type Generation } from "../tables/generations.js";
import type { Letter } from "../tables/letters.js";
import { rebuildOf } from "../tables/rebuilds.js";

/** Where an event lies in the logs of a consumer. */
type EventAt = Pick<Letter, "consumer" | "generation" | "commitTs" | "ordinal" | "store">;

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

/** The builds, other than the one an event failed in, that have read it already. */
async function buildsBeyond(ctx: QueryCtx, event: EventAt): Promise<Generation[]> {
  const beyond: Generation[] = [];
  for (const row of await generationsOf(ctx, event.consumer)) {
    if (row.state !== "building" || row.generation === event.generation) continue;
    const cursors = await cursorsOf(ctx, workersOf(row));
    const { commitTs, ordinal, store } = event;
    if (cursors.some((cursor) => hasReached(cursor, { commitTs, ordinal, store }))) {
      beyond.push(row);
    }
  }
  return beyond;
}

/** Starts a build over that has read events before an operator decided about them, unless he decided the same there. */
export async function startOver(
  ctx: MutationCtx,
  events: readonly EventAt[],
  by: string,
): Promise<void> {
  const over = new Set<string>();
  for (const event of events) {
    if (over.has(event.consumer)) continue;
    for (const build of await buildsBeyond(ctx, event)) {
      if (await isDecidedAlike(ctx, event, build)) continue;
      over.add(event.consumer);
      await startBuildOver(ctx, build, by);
    }
  }
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
