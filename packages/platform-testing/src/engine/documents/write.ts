import type { JSONValue } from "convex/values";
import { foreignCommitTs, resolveCommitTs } from "./commitTs.js";
import type { Document } from "./document.js";

/** One write of a transaction, with the document before and after it; `bytes` is the size of what was stored. */
export type Write = {
  op: "insert" | "patch" | "replace" | "delete" | "schedule" | "cancel";
  component: string;
  table: string;
  id: string;
  before: Document | null;
  after: Document | null;
  bytes: number;
  /** Of a scheduled function: as the function asked for it, for scheduling it again in another engine. */
  request?: JSONValue;
};

/** A committed transaction, as those that ran at the same time see it. */
export type Commit = { name: string; writes: readonly Write[] };

/** What the writes of a transaction amount to for others: one entry per document, as it was before and is after the commit. */
export function netWrites(writes: readonly Write[]): Write[] {
  const byDocument = new Map<string, Write>();
  for (const write of writes) {
    const key = `${write.component}|${write.id}`;
    const first = byDocument.get(key);
    byDocument.set(key, first ? { ...write, op: first.op, before: first.before } : write);
  }
  return [...byDocument.values()]
    .filter((write) => write.before !== null || write.after !== null)
    .map((write) => ({ ...write, after: resolveCommitTs(write.after, foreignCommitTs) }));
}

/** Says whether the platform keeps the table itself (`_scheduled_functions`, `_storage`). */
export const isSystemTable = (table: string): boolean => table.startsWith("_");
