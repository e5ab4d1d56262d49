import type { PageBudget } from "@convex-es/platform-base";
import { getDocumentSize, type CommitTsPlaceholder } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import { refuse } from "../contract/errors.js";
import { countFault } from "../contract/faults.js";
import { pageBudget } from "../contract/limits.js";
import type { ChosenBudget, LogPage, LogPlace } from "../contract/log.js";
import { beginning } from "../contract/logPlaces.js";
import type { Source } from "./logSource.js";
import { storedEvent } from "./storedEvent.js";

type Wanted = {
  after?: LogPlace | undefined;
  limit: number;
  budget?: ChosenBudget | undefined;
  passes?: (event: Doc<"events">) => boolean;
};

/**
 * Collects up to `limit` events that pass. It looks one row ahead to tell whether it is done, unless that would break
 * the budget; a row that it does not count as read comes first on the next page.
 */
export async function readLogPage(source: Source, wanted: Wanted): Promise<LogPage> {
  const { after, limit, passes = () => true } = wanted;
  refuse(countFault(limit, "limit", 1));
  const budget = resolveBudget(wanted.budget);
  const page: LogPage = { events: [], end: after ?? null, isDone: false };
  let [documents, bytes] = [0, 0];
  for await (const step of source.steps) {
    if (page.events.length === limit) return page;
    const { row } = step;
    const event = await step.event();
    bytes += getDocumentSize(event ?? row);
    if (documents > 0 && bytes > budget.bytes) return page;
    documents += event === null ? 1 : source.documentsPerStep;
    page.end = placeAfter(page.end, row);
    if (event !== null && passes(event)) page.events.push(storedEvent(event));
    if (documents + source.ahead() + source.documentsPerStep > budget.documents) return page;
  }
  return { ...page, isDone: true };
}

type Placed = { position: bigint | CommitTsPlaceholder; ordinal: number };

/** The place of a reader that has read up to `row`, and before that to `place`. */
export function placeAfter(place: LogPlace | null, row: Placed): LogPlace {
  if (typeof row.position === "bigint") return { commitTs: row.position, ordinal: row.ordinal };
  return { ...beginning, ...place, own: row.ordinal };
}

// A page may ask for less than the whole budget; with fewer than two documents a reader never gets on.
function resolveBudget(chosen: ChosenBudget = {}): PageBudget {
  const { documents = pageBudget.documents, bytes = pageBudget.bytes } = chosen;
  refuse(countFault(documents, "budget.documents", 2) ?? countFault(bytes, "budget.bytes", 1));
  return {
    documents: Math.min(documents, pageBudget.documents),
    bytes: Math.min(bytes, pageBudget.bytes),
  };
}
