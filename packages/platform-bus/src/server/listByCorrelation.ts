import { openCursor, sealCursor, takePage } from "@convex-es/platform-base";
import type { Doc } from "../component/_generated/dataModel.js";
import type { QueryCtx } from "../component/_generated/server.js";
import { clampLimit } from "../contract/checks.js";
import type { CorrelationPage, CorrelationQuery } from "../contract/commands.js";
import { busError } from "../contract/errors.js";
import { knownCommand } from "./commandRecord.js";

/** The most that one page of a correlation holds, whatever the caller asks for. */
export const correlationPage = { documents: 100, bytes: 4 * 1_024 * 1_024 };

/** The commands of a correlation in the order of their commits, one page at a time. */
export async function listByCorrelation(
  ctx: QueryCtx,
  query: CorrelationQuery,
): Promise<CorrelationPage> {
  const place = query.cursor === null ? null : placeFrom(query.cursor);
  const documents = clampLimit(query.limit, correlationPage.documents);
  const budget = { ...correlationPage, documents };
  const { taken, isDone } = await takePage(committedRows(ctx, query, place), budget);
  const last = taken.at(-1);
  return {
    commands: taken.map((row) => ({ ...knownCommand(row), committedAt: row.committedAt })),
    cursor: last === undefined ? query.cursor : cursorAfter(last),
    isDone,
  };
}

/** Where a page ended: the commit, and the row among those of the commit. */
type Place = { committedAt: bigint; createdAt: number };

const cursorAfter = ({ committedAt, _creationTime }: Doc<"commands">): string =>
  sealCursor([String(committedAt), String(_creationTime)]);

function placeFrom(cursor: string): Place {
  const [commit = "", created = "", ...rest] = openCursor(cursor) ?? [];
  const committedAt = /^\d{1,19}$/.test(commit) ? BigInt(commit) : -1n;
  const createdAt = Number(created || NaN);
  const isPlace = BigInt.asIntN(64, committedAt) === committedAt && committedAt >= 0n;
  if (!isPlace || !Number.isFinite(createdAt) || rest.length > 0) {
    const message =
      "the cursor is damaged or from elsewhere; pass one that an earlier page returned";
    throw busError("INVALID_CURSOR", message);
  }
  return { committedAt, createdAt };
}

type Committed = Omit<Doc<"commands">, "committedAt"> & { committedAt: bigint };

// Rows of the calling mutation have no place yet; they come last.
async function* committedRows(
  ctx: QueryCtx,
  query: CorrelationQuery,
  place: Place | null,
): AsyncGenerator<Committed> {
  for await (const row of rowsAfter(ctx, query, place)) {
    const { committedAt } = row;
    if (typeof committedAt !== "bigint") return;
    yield { ...row, committedAt };
  }
}

// First the rest of the commit in which the last page ended, then the later commits.
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
