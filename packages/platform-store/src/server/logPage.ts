import { getDocumentSize, v, type Infer } from "convex/values";
import type { Doc } from "../component/_generated/dataModel.js";
import { checkCount } from "../contract/checkNumber.js";
import { placeAfter, vLogPlace, type LogPlace } from "../contract/logPlace.js";
import type { Source } from "./logSource.js";
import { resolveBudget, vChosenBudget } from "../contract/pageBudget.js";
import { vStoredEvent } from "../contract/shared.js";
import { storedEventOf } from "./storedEventOf.js";

/** How much of the log one page may hold and read, and where it goes on. */
export const logPageFields = {
  after: v.optional(vLogPlace),
  limit: v.number(),
  budget: v.optional(vChosenBudget),
};

/** `end` is how far the page has read, `null` for not a single row; `isDone` tells that nothing lay beyond it. */
export const vLogPage = v.object({
  events: v.array(vStoredEvent),
  end: v.union(vLogPlace, v.null()),
  isDone: v.boolean(),
});
export type LogPage = Infer<typeof vLogPage>;

type Wanted = {
  after?: LogPlace | undefined;
  limit: number;
  budget?: Infer<typeof vChosenBudget> | undefined;
  passes?: (event: Doc<"events">) => boolean;
};

/**
 * Collects up to `limit` events that pass. It looks one row ahead to tell whether it is done, unless that would break
 * the budget; a row that it does not count as read comes first on the next page.
 */
export async function readLogPage(source: Source, wanted: Wanted): Promise<LogPage> {
  const { after, limit, passes = () => true } = wanted;
  checkCount(limit, "limit", 1);
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
    if (event !== null && passes(event)) page.events.push(storedEventOf(event));
    if (documents + source.ahead() + source.documentsPerStep > budget.documents) return page;
  }
  return { ...page, isDone: true };
}
