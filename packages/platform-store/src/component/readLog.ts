import { v, type ObjectType } from "convex/values";
import type { Doc } from "./_generated/dataModel.js";
import type { QueryCtx } from "./_generated/server.js";
import { checkCount } from "./checkNumber.js";
import { readPage, type Page } from "./readPage.js";
import { vLogCursor, vStoredEvent } from "./shared.js";

export const readLogArgs = {
  tenant: v.optional(v.string()),
  after: v.optional(vLogCursor),
  limit: v.number(),
};
export type ReadLogArgs = ObjectType<typeof readLogArgs>;

export const vLogPage = v.object({ events: v.array(vStoredEvent), isDone: v.boolean() });

/** One page of the log in commit order, of one tenant or of all. */
export async function readLog(ctx: QueryCtx, args: ReadLogArgs): Promise<Page> {
  checkCount(args.limit, "limit", 1);
  return await readPage(rowsAfter(ctx, args), args.limit);
}

type Range = { commitTs: bigint; afterOrdinal: number } | { afterCommitTs: bigint };

// First the rest of the commit that the last page ended in, then the later commits.
async function* rowsAfter(
  ctx: QueryCtx,
  { tenant, after }: ReadLogArgs,
): AsyncGenerator<Doc<"events">> {
  const start = after ?? { commitTs: -(2n ** 63n), ordinal: 0 };
  const ranges: Range[] = [
    { commitTs: start.commitTs, afterOrdinal: start.ordinal },
    { afterCommitTs: start.commitTs },
  ];
  for (const range of after === undefined ? ranges.slice(1) : ranges) {
    yield* tenant === undefined ? allRows(ctx, range) : tenantRows(ctx, tenant, range);
  }
}

function allRows(ctx: QueryCtx, range: Range) {
  return ctx.db
    .query("events")
    .withIndex("by_position", (q) =>
      "afterCommitTs" in range
        ? q.gt("position", range.afterCommitTs)
        : q.eq("position", range.commitTs).gt("ordinal", range.afterOrdinal),
    );
}

function tenantRows(ctx: QueryCtx, tenant: string, range: Range) {
  return ctx.db
    .query("events")
    .withIndex("by_tenant_and_position", (q) =>
      "afterCommitTs" in range
        ? q.eq("tenant", tenant).gt("position", range.afterCommitTs)
        : q.eq("tenant", tenant).eq("position", range.commitTs).gt("ordinal", range.afterOrdinal),
    );
}
