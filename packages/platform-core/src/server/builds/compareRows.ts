import { v, type ObjectType } from "convex/values";
import type { QueryCtx } from "../../component/_generated/server.js";
import { runAppQuery } from "../base/app.js";
import { cursorsOf } from "../tables/cursors.js";
import { workersOf } from "../base/workerName.js";
import { vComparison, vRowAt } from "../../contract/rebuilds.js";
import { vScope } from "../../contract/consumer.js";
import type { AnswerOf } from "../../contract/operations.js";

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

/** Compares a page of rows; everything it looks at is of one moment. */
export async function compareRows(
  ctx: QueryCtx,
  { isInline, ...args }: ObjectType<typeof comparisonArgs>,
): Promise<AnswerOf<"compareRows">> {
  const cursors = await cursorsOf(ctx, workersOf(args));
  const upTo = isInline
    ? null
    : await cursorsOf(ctx, workersOf({ ...args, generation: args.live }));
  return await runAppQuery(ctx, "compareRows", { ...args, cursors, upTo });
}
