import type { Doc } from "../component/_generated/dataModel.js";
import type { QueryCtx } from "../component/_generated/server.js";
import { clampLimit } from "./clampLimit.js";
import { describeCommand } from "./describeCommand.js";
import { cursorAt, placeOf, type Place } from "./pageCursor.js";
import type { CorrelationPage, CorrelationQuery } from "../contract/shared.js";
import { takeWithin } from "./takeWithin.js";

/** The most that one page of a correlation holds, whatever it asks for. */
export const CORRELATION_PAGE = { documents: 100, bytes: 4 * 1_024 * 1_024 } as const;

/** The commands of a correlation in the order they were committed in, one page at a time. */
export async function listByCorrelation(
  ctx: QueryCtx,
  query: CorrelationQuery,
): Promise<CorrelationPage> {
  const place = query.cursor === null ? null : placeOf(query.cursor);
  const documents = clampLimit(query.limit, CORRELATION_PAGE.documents);
  const budget = { ...CORRELATION_PAGE, documents };
  const { taken, more } = await takeWithin(committedRows(ctx, query, place), budget);
  const last = taken.at(-1);
  return {
    commands: taken.map(describeCommand),
    cursor: last === undefined ? query.cursor : cursorAt(last),
    isDone: !more,
  };
}

// Rows of the calling mutation have no place as yet; they would come last.
async function* committedRows(
  ctx: QueryCtx,
  query: CorrelationQuery,
  place: Place | null,
): AsyncGenerator<Doc<"commands">> {
  for await (const row of rowsAfter(ctx, query, place)) {
    if (typeof row.committedAt !== "bigint") return;
    yield row;
  }
}

// First the rest of the commit that the last page ended in, then the later commits.
async function* rowsAfter(
  ctx: QueryCtx,
  { tenant, correlationId }: CorrelationQuery,
  place: Place | null,
): AsyncGenerator<Doc<"commands">> {
  const commands = () => ctx.db.query("commands");
  if (place !== null) {
    yield* commands().withIndex("by_correlation", (q) =>
      q
        .eq("tenant", tenant)
        .eq("correlationId", correlationId)
        .eq("committedAt", place.committedAt)
        .gt("_creationTime", place.createdAt),
    );
  }
  yield* commands().withIndex("by_correlation", (q) => {
    const all = q.eq("tenant", tenant).eq("correlationId", correlationId);
    return place === null ? all : all.gt("committedAt", place.committedAt);
  });
}
