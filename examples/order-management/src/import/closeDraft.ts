import { quoted } from "../terminal/printable.ts";
import type { PlannedLine, PlannedOrder, RefusedRow } from "./ImportPlan.ts";
import { lineFile, orderFile } from "./readFolder.ts";

/** An order whose lines are still being read. */
export type Draft = {
  line: number;
  orderId: string;
  /** What its own row says, or `null` when that row is bad. */
  head: Pick<PlannedOrder, "customerId" | "orderedAt"> | null;
  lines: Map<string, PlannedLine>;
  /** The place of the first bad row, or `null`. */
  fault: string | null;
};

/** An order to import, or the rows that are refused instead; the rows that are bad themselves are not among them. */
export type ClosedDraft = { order: PlannedOrder | null; refused: RefusedRow[] };

/** Decides on an order once all of its lines were read. */
export function closeDraft(draft: Draft): ClosedDraft {
  const { line, orderId, head, fault } = draft;
  const lines = [...draft.lines.values()];
  const totalCents = lines.reduce((sum, each) => sum + each.quantity * each.unitPriceCents, 0);
  if (head === null || fault !== null) return { order: null, refused: consequences(draft) };
  if (lines.length === 0)
    return refusedFor("has no lines; an empty order cannot be submitted", draft);
  if (!Number.isSafeInteger(totalCents)) return refusedFor("is worth too much to count", draft);
  return { order: { line, orderId, ...head, lines, totalCents }, refused: [] };
}

function refusedFor(why: string, draft: Draft): ClosedDraft {
  const { line, orderId } = draft;
  const reason = `order ${quoted(orderId)} ${why}`;
  const own = { file: orderFile, line, reason, isCause: true };
  return { order: null, refused: [own, ...consequences(draft)] };
}

function consequences({ line, orderId, lines, fault }: Draft): RefusedRow[] {
  const ownPlace = `${orderFile}:${line}`;
  const cause = fault ?? ownPlace;
  const reason = `order ${quoted(orderId)} is refused for ${cause}`;
  const own = cause === ownPlace ? [] : [{ file: orderFile, line, reason, isCause: false }];
  const others = [...lines.values()].map((each) => ({
    file: lineFile,
    line: each.line,
    reason,
    isCause: false,
  }));
  return [...own, ...others];
}
