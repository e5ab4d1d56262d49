import { internal } from "../../component/_generated/api.js";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { abandon } from "./abandon.js";
import { rebuildOf } from "../tables/rebuilds.js";
import type { Comparison } from "../../contract/rebuilds.js";

const nothingYet: Comparison = {
  after: null,
  rows: 0,
  differing: 0,
  missing: 0,
  surplus: 0,
  differences: [],
};

const mostDifferences = 20;

/** Compares the next rows that are served with those of a shadow; at the end the shadow is dropped. Returns whether it went on. */
export async function compareNext(
  ctx: MutationCtx,
  shadow: Doc<"generations">,
  live: Doc<"generations">,
): Promise<boolean> {
  const rebuild = await rebuildOf(ctx, shadow);
  if (rebuild === null) return false;
  const found = rebuild.comparison ?? nothingYet;
  const { consumer, version, generation, partitions, scope = null } = shadow;
  const input = {
    ...{ consumer, version, generation, partitions, scope, after: found.after },
    ...{ live: live.generation, isInline: live.delivery === "inline" },
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
  };
  await ctx.db.patch("rebuilds", rebuild._id, { comparison });
  if (page.after === null) await abandon(ctx, shadow, { state: "done" });
  return true;
}
