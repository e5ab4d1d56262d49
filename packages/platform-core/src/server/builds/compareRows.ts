import { v, type ObjectType } from "convex/values";
import { internal } from "../../component/_generated/api.js";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { vScope } from "../../contract/consumer.js";
import type { AnswerOf } from "../../contract/operations.js";
import { vComparison, vRowAt, type Comparison } from "../../contract/rebuilds.js";
import { runAppQuery } from "../base/app.js";
import { workersOf } from "../base/workers.js";
import { isAnyDecided } from "../tables/decisions.js";
import { cursorsOf } from "../tables/cursors.js";
import { notCompared } from "../tables/unfolded.js";
import { rebuildOf } from "../tables/rebuilds.js";
import { abandonGeneration } from "./endGeneration.js";

const nothingCompared: Comparison = {
  after: null,
  rows: 0,
  differing: 0,
  missing: 0,
  surplus: 0,
  differences: [],
  unverified: 0,
  unverifiedRows: [],
};

const mostDifferences = 20;

/** Compares the next served rows with those of a shadow; at the end the shadow is dropped. Returns whether it got any further. */
export async function compareNext(
  ctx: MutationCtx,
  shadow: Doc<"generations">,
  live: Doc<"generations">,
): Promise<boolean> {
  const rebuild = await rebuildOf(ctx, shadow);
  if (rebuild === null) return false;
  const found = rebuild.comparison ?? nothingCompared;
  const input = {
    consumer: shadow.consumer,
    version: shadow.version,
    generation: shadow.generation,
    partitions: shadow.partitions,
    scope: shadow.scope ?? null,
    after: found.after,
    live: live.generation,
    isInline: live.delivery === "inline",
  };
  const { compareRows } = internal.staleReads;
  const page = await ctx.runQuery(compareRows, input, { useStaleSnapshot: true });
  if (page === null) return false;
  const comparison: Comparison = {
    after: page.after,
    rows: found.rows + page.rows,
    differing: found.differing + page.differing,
    missing: found.missing + page.missing,
    surplus: found.surplus + page.surplus,
    differences: [...found.differences, ...page.differences].slice(0, mostDifferences),
    unverified: found.unverified + page.unverified,
    unverifiedRows: [...found.unverifiedRows, ...page.unverifiedRows].slice(0, mostDifferences),
  };
  await ctx.db.patch("rebuilds", rebuild._id, { comparison });
  if (page.after === null) await abandonGeneration(ctx, shadow, { state: "done" });
  return true;
}

export const comparisonArgs = {
  consumer: v.string(),
  version: v.number(),
  generation: v.number(),
  partitions: v.number(),
  scope: v.union(v.null(), vScope),
  after: v.union(v.null(), vRowAt),
  /** The generation it is compared with. */
  live: v.number(),
  /** Whether commands keep that one. */
  isInline: v.boolean(),
};

/** What a page found; `after: null` when it was the last, `null` when the shadow is too far behind to tell. */
export const vComparedPage = v.union(v.null(), vComparison);

/** Compares a page of rows, all of it as of one moment. */
export async function compareRows(
  ctx: QueryCtx,
  { isInline, ...args }: ObjectType<typeof comparisonArgs>,
): Promise<AnswerOf<"compareRows">> {
  const cursors = await cursorsOf(ctx, workersOf(args));
  const upTo = isInline
    ? null
    : await cursorsOf(ctx, workersOf({ ...args, generation: args.live }));
  const isDecided = await isAnyDecided(ctx, args.consumer);
  const { consumer, generation } = args;
  const both = { live: { consumer, generation: args.live }, shadow: { consumer, generation } };
  const found = { isDecided, cursors, upTo, notCompared: await notCompared(ctx, both, args) };
  return await runAppQuery(ctx, "compareRows", { ...args, ...found });
}
