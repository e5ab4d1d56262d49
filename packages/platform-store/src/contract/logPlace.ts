import type { IndexRange } from "convex/server";
import { v, type CommitTsPlaceholder, type Infer } from "convex/values";

// Events of the running mutation have the highest commit time until it commits.
export const minCommitTs = -(2n ** 63n);
export const maxCommitTs = 2n ** 63n - 1n;

/**
 * How far one store's log has been read: to the committed event at (commitTs, ordinal) and, within the mutation that wrote
 * them, to its own event `own`. The own ones are apart, since their place is decided by the commit.
 */
export const vLogPlace = v.object({
  commitTs: v.int64(),
  ordinal: v.number(),
  own: v.optional(v.number()),
});
export type LogPlace = Infer<typeof vLogPlace>;

type Placed = { position: bigint | CommitTsPlaceholder; ordinal: number };

/** The place of who has read up to `row`, and before that to `place`. */
export function placeAfter(place: LogPlace | null, row: Placed): LogPlace {
  if (typeof row.position === "bigint") return { commitTs: row.position, ordinal: row.ordinal };
  return { commitTs: minCommitTs, ordinal: 0, ...place, own: row.ordinal };
}

type Builder = {
  eq(field: "position", commitTs: bigint): { gt(field: "ordinal", value: number): IndexRange };
  gt(
    field: "position",
    commitTs: bigint,
  ): IndexRange & { lt(field: "position", value: bigint): IndexRange };
};
export type Within = (builder: Builder) => IndexRange;

/** The index ranges, one after the other, that hold what comes after a place: first the rest of its commit. */
export function rangesAfter(place: LogPlace | undefined): Within[] {
  if (place === undefined) return [(q) => q.gt("position", minCommitTs)];
  const { commitTs, ordinal, own } = place;
  const rest: Within = (q) => q.eq("position", commitTs).gt("ordinal", ordinal);
  if (own === undefined) return [rest, (q) => q.gt("position", commitTs)];
  return [
    rest,
    (q) => q.gt("position", commitTs).lt("position", maxCommitTs),
    (q) => q.eq("position", maxCommitTs).gt("ordinal", own),
  ];
}
