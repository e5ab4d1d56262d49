import { hasReached } from "@convex-es/platform-store/log";
import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx } from "./_generated/server.js";
import { tellApp } from "./app.js";
import { cursorOf } from "./cursors.js";
import { generationsOf } from "./generations.js";
import { pingWorker } from "./wake.js";
import { workersOf } from "./workerName.js";

/**
 * Serves a built generation in place of the live one, in one transaction, once all of its workers have come as far as all of the
 * live one's; until then it changes
 * nothing. Returns whether it is served now.
 */
export async function cutOver(ctx: MutationCtx, built: Doc<"generations">): Promise<boolean> {
  const all = await generationsOf(ctx, built.projection);
  const live = all.find(({ state }) => state === "live");
  if (!(await hasCaughtUp(ctx, built, live))) return false;
  const { projection, generation, version, delivery } = built;
  await tellApp(ctx, { op: "serve", input: { projection, generation, version, delivery } });
  await ctx.db.patch("generations", built._id, { state: "live" });
  if (live === undefined) return true;
  await ctx.db.patch("generations", live._id, { state: "dropping" });
  for (const worker of workersOf({ ...live, partitions: 1 })) await pingWorker(ctx, worker);
  return true;
}

async function hasCaughtUp(
  ctx: MutationCtx,
  built: Doc<"generations">,
  live: Doc<"generations"> | undefined,
): Promise<boolean> {
  const own = await cursorsOf(ctx, built);
  if (own.includes(null)) return false;
  const others = live === undefined ? [] : await cursorsOf(ctx, live);
  return own.every((cursor) =>
    others.every((other) => other === null || hasReached(cursor, other)),
  );
}

async function cursorsOf(
  ctx: MutationCtx,
  generation: Doc<"generations">,
): Promise<(string | null)[]> {
  const found = await Promise.all(workersOf(generation).map((name) => cursorOf(ctx, name)));
  return found.map((row) => row?.cursor ?? null);
}
