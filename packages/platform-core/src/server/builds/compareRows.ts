import { v, type Infer, type ObjectType } from "convex/values";
import type { QueryCtx } from "../../component/_generated/server.js";
import { askApp } from "../base/app.js";
import { cursorsOf } from "../tables/cursors.js";
import { vComparison, vRowAt } from "../tables/rebuildFields.js";
import { vScope } from "../base/shared.js";
import { workersOf } from "../base/workerName.js";

export const comparisonArgs = {
  projection: v.string(),
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
export type ComparedPage = Infer<typeof vComparedPage>;

/** Compares a page of rows; everything it looks at is of one moment. */
export async function compareRows(
  ctx: QueryCtx,
  { isInline, ...args }: ObjectType<typeof comparisonArgs>,
): Promise<ComparedPage> {
  const cursors = await cursorsOf(ctx, workersOf(args));
  const upTo = isInline
    ? null
    : await cursorsOf(ctx, workersOf({ ...args, generation: args.live }));
  return await askApp<ComparedPage>(ctx, {
    op: "compareRows",
    input: { ...args, cursors, upTo },
  });
}
