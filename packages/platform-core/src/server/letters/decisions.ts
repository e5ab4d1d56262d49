import { getConvexSize, v, type Infer } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import {
  vDecisionFilter,
  type ComponentDecisionFilter,
  type Decision,
} from "../../contract/decisions.js";
import type { Operated } from "../../contract/letters.js";
import { coreError } from "../base/errors.js";
import { audit, recordHistory } from "../tables/history.js";
import { startOver } from "./decide.js";

/** Decisions looked at for one page, and their bytes: each may hold a payload. */
const mostScanned = { decisions: 100, bytes: 4 * 2 ** 20 };

export const listDecisionsArgs = v.object({
  filter: vDecisionFilter,
  /** Where to go on, from the page before; `null` for the first. */
  cursor: v.union(v.number(), v.null()),
});

type Row = Doc<"decisions">;

async function findDecisions(
  ctx: QueryCtx,
  { filter, cursor }: Infer<typeof listDecisionsArgs>,
): Promise<{ rows: Row[]; cursor: number | null }> {
  const rows: Row[] = [];
  const seen = { decisions: 0, bytes: 0 };
  const all = ctx.db
    .query("decisions")
    .withIndex("by_consumer", (q) =>
      q.eq("consumer", filter.consumer).gt("_creationTime", cursor ?? 0),
    );
  for await (const row of all) {
    if (matches(row, filter)) rows.push(row);
    seen.decisions++;
    seen.bytes += getConvexSize(row);
    if (seen.decisions >= mostScanned.decisions || seen.bytes >= mostScanned.bytes) {
      return { rows, cursor: row._creationTime };
    }
  }
  return { rows, cursor: null };
}

const matches = (row: Row, { tenant, what }: ComponentDecisionFilter): boolean =>
  row.what !== "kept" && (tenant ?? row.tenant) === row.tenant && (what ?? row.what) === row.what;

/** Decisions that match a filter, some at a time, oldest first: a page may be empty before the end. */
export async function listDecisions(
  ctx: QueryCtx,
  page: Infer<typeof listDecisionsArgs>,
): Promise<{ decisions: Decision[]; cursor: number | null }> {
  const { rows, cursor } = await findDecisions(ctx, page);
  return { decisions: rows.flatMap(decisionOf), cursor };
}

function decisionOf({ _id, _creationTime, place, letter, what, ...row }: Row): Decision[] {
  return what === "kept" ? [] : [{ id: _id, what, ...row }];
}

const vWhich = v.union(v.object({ decision: v.string() }), listDecisionsArgs);
export const forgetArgs = { which: vWhich, actor: v.string() };

/** The number of no generation. */
const nowhere = -1;

/** Forgets decisions: what is built or verified from now on applies their events as they are stored. */
export async function forget(
  ctx: MutationCtx,
  { which, actor }: { which: Infer<typeof vWhich>; actor: string },
): Promise<Operated> {
  const { rows, cursor } =
    "decision" in which
      ? { rows: [await rowOf(ctx, which.decision)], cursor: null }
      : await findDecisions(ctx, which);
  for (const row of rows) {
    await ctx.db.delete("decisions", row._id);
    await forgetEdit(ctx, row);
    const { place, letter, _creationTime, ...detail } = row;
    await audit(ctx, { actor, action: "forget", subject: letter, detail });
  }
  const [first] = rows;
  if (first !== undefined) {
    const { consumer, generation } = first;
    const reason = `${rows.length} decision${rows.length === 1 ? "" : "s"}`;
    await recordHistory(ctx, { consumer, generation, what: "forgotten", by: actor, reason });
    // A build goes on without an event of its own, too, until it starts over.
    const inAny = rows.map((row) => ({ ...row, generation: nowhere }));
    await startOver(ctx, inAny, actor);
  }
  return { changed: rows.length, cursor };
}

async function rowOf(ctx: QueryCtx, id: string): Promise<Row> {
  const known = ctx.db.normalizeId("decisions", id);
  const row = known && (await ctx.db.get("decisions", known));
  if (row !== null) return row;
  throw coreError(
    "UNKNOWN_DECISION",
    `unknown decision "${id}": it has been forgotten or replaced by another one; list the decisions again`,
  );
}

/** A letter that is still aside is tried as it is stored again. */
async function forgetEdit(ctx: MutationCtx, { letter: id, what }: Row): Promise<void> {
  const letter = what === "edited" ? await ctx.db.get("letters", id) : null;
  if (letter !== null) await ctx.db.patch("letters", letter._id, { edited: undefined });
}
