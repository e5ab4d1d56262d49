import { v, type Infer } from "convex/values";
import { checkCount } from "./checkNumber.js";

/** What one page of the log reads at most: documents, and bytes of them but for the last one. */
export const pageBudget = { documents: 1000, bytes: 4 * 1024 * 1024 };
export type PageBudget = typeof pageBudget;

export const vChosenBudget = v.object({
  documents: v.optional(v.number()),
  bytes: v.optional(v.number()),
});

/** The budget of a page that may ask for less than the whole; two documents are the least that get a reader on. */
export function resolveBudget(chosen: Infer<typeof vChosenBudget> = {}): PageBudget {
  const { documents = pageBudget.documents, bytes = pageBudget.bytes } = chosen;
  checkCount(documents, "budget.documents", 2);
  checkCount(bytes, "budget.bytes", 1);
  return {
    documents: Math.min(documents, pageBudget.documents),
    bytes: Math.min(bytes, pageBudget.bytes),
  };
}
