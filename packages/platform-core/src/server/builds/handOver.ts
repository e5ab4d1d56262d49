import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { drop } from "./abandon.js";
import { runAppMutation } from "../base/app.js";
import { cursorOf } from "../tables/cursors.js";
import { foldUpTo } from "./foldUpTo.js";
import { generationOf } from "../tables/generations.js";
import { remember } from "../tables/history.js";
import { endRebuild } from "../tables/rebuilds.js";
import { workerName, workerOf, workersOf } from "../base/workerName.js";

type Row = Doc<"generations">;

/**
 * Serves the rows of a tenant, or of one key, in place of those that are served, in one transaction in which they show exactly
 * what the live generation shows: its cursors are read for good here, so that its workers and this transaction cannot both commit
 * as they are. Returns whether it is over.
 */
export async function handOver(ctx: MutationCtx, built: Row, live: Row): Promise<boolean> {
  const { scope } = built;
  if (scope === undefined) return false;
  await assertNothingAside(ctx, live, scope);
  for (const worker of workersOf(built)) {
    if (!(await catchUp(ctx, { worker, built, live }))) return false;
  }
  const { consumer, generation } = built;
  const { version, delivery } = live;
  const served = { consumer, generation: live.generation, version, delivery };
  const { before } = await runAppMutation(ctx, "serveScope", {
    ...served,
    scope,
    built: generation,
  });
  await endRebuild(ctx, built, { state: "done" });
  await remember(ctx, { consumer, generation, what: "cutOver", reason: nameOf(scope) });
  if (scope.key !== undefined) await drop(ctx, built);
  else await servedApart(ctx, built, before);
  return true;
}

async function catchUp(
  ctx: MutationCtx,
  { worker, built, live }: { worker: string; built: Row; live: Row },
): Promise<boolean> {
  const reader = await cursorOf(ctx, worker);
  const followed = await cursorOf(
    ctx,
    workerName({ ...live, partition: workerOf(worker).partition }),
  );
  const bound = { live, upTo: followed?.cursor ?? null, isFinal: true };
  return await foldUpTo(ctx, { worker, generation: built, reader }, bound);
}

async function servedApart(ctx: MutationCtx, built: Row, before: number): Promise<void> {
  const earlier = await generationOf(ctx, { ...built, generation: before });
  const wasApart = earlier?.state === "apart";
  if (wasApart) await drop(ctx, earlier);
  await ctx.db.patch("generations", built._id, {
    state: "apart",
    ...(!wasApart && { sweeping: before }),
  });
}

const nameOf = ({ tenant, key }: Scope) =>
  key === undefined ? `the rows of tenant "${tenant}"` : `the row "${key}" of tenant "${tenant}"`;

type Scope = NonNullable<Row["scope"]>;

// Events aside would be applied by this build, and again when they are tried.
async function assertNothingAside(
  ctx: MutationCtx,
  { consumer, generation }: Row,
  { tenant, key }: Scope,
): Promise<void> {
  const aside = await ctx.db
    .query("letterKeys")
    .withIndex("by_key", (q) => {
      const rows = q.eq("consumer", consumer).eq("generation", generation).eq("tenant", tenant);
      return key === undefined ? rows : rows.eq("key", key);
    })
    .first();
  if (aside === null) return;
  throw new Error(
    `Events of the row "${aside.key}" are aside: try or discard them first, or rebuild the whole read model.`,
  );
}
