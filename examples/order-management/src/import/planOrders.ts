import { quoted } from "../terminal/printable.ts";
import { BadValue } from "./BadValue.ts";
import { closeDraft, type Draft } from "./closeDraft.ts";
import { faultOf } from "./faultOf.ts";
import type { ImportPlan, PlannedLine, RefusedRow } from "./ImportPlan.ts";
import { parseCents, parseDate, parseId, parseWhole } from "./parseCell.ts";
import { lineFile, orderFile, type InputFolder } from "./readFolder.ts";
import type { CsvRow } from "./readRows.ts";

type Drafts = Map<string, Draft>;
type ReadRow = (row: CsvRow, drafts: Drafts) => void;

/**
 * Checks every row before anything is sent. An order is imported whole or not at all: one bad line refuses it together
 * with its other lines, and so does having none. Of several rows with one order id the first decides.
 */
export function planOrders({
  orders,
  lines,
}: Pick<InputFolder, "orders" | "lines">): Pick<ImportPlan, "orders" | "refused"> {
  const drafts: Drafts = new Map();
  const refusedIn = (file: string, rows: readonly CsvRow[], read: ReadRow): RefusedRow[] =>
    rows.flatMap((row) => {
      const reason = faultOf(() => read(row, drafts));
      return reason === null ? [] : [{ file, line: row.line, reason, isCause: true }];
    });
  const badRows = [
    ...refusedIn(orderFile, orders, readOrder),
    ...refusedIn(lineFile, lines, readLine),
  ];
  const closed = [...drafts.values()].map(closeDraft);
  return {
    orders: closed.flatMap(({ order }) => order ?? []),
    refused: [...badRows, ...closed.flatMap(({ refused }) => refused)],
  };
}

// The order counts as faulty until the whole of its row was read.
function readOrder(row: CsvRow, drafts: Drafts): void {
  const { line } = row;
  const orderId = parseId(row, [0, "orderID"]);
  const first = drafts.get(orderId);
  if (first !== undefined) {
    throw new BadValue(`order ${quoted(orderId)} is on line ${first.line} already`);
  }
  const draft: Draft = {
    line,
    orderId,
    head: null,
    lines: new Map(),
    fault: `${orderFile}:${line}`,
  };
  drafts.set(orderId, draft);
  draft.head = {
    customerId: parseId(row, [1, "customerID"]),
    orderedAt: parseDate(row, [3, "orderDate"]),
  };
  draft.fault = null;
}

function readLine(row: CsvRow, drafts: Drafts): void {
  const orderId = parseId(row, [0, "orderID"]);
  const draft = drafts.get(orderId);
  if (draft === undefined) throw new BadValue(`${orderFile} has no order ${quoted(orderId)}`);
  const { fault } = draft;
  draft.fault ??= `${lineFile}:${row.line}`;
  const planned = lineOf(row, draft);
  draft.lines.set(planned.sku, planned);
  draft.fault = fault;
}

function lineOf(row: CsvRow, { lines }: Draft): PlannedLine {
  const sku = parseId(row, [1, "productID"]);
  const unitPriceCents = parseCents(row, [2, "unitPrice"]);
  const quantity = parseWhole(row, [3, "quantity"], 1);
  const twin = lines.get(sku);
  if (twin === undefined) return { line: row.line, sku, quantity, unitPriceCents };
  throw new BadValue(`product ${quoted(sku)} is on the order already (line ${twin.line})`);
}
