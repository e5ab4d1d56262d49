import { trusted } from "../contract/boundary.js";
import { compareValues, type Value } from "convex/values";
import { step } from "../base/infrastructureError.js";
import type { AnyDocument, AnyRange, AnyReader, AnyWriter } from "../base/untypedTables.js";

/** Where a row of a read model lies. */
export type RowPlace = { tenant: string; generation: number; key: string };

/** The document of a row; `null` for none. */
export async function storedRow(
  db: AnyReader,
  table: string,
  { tenant, generation, key }: RowPlace,
): Promise<AnyDocument | null> {
  const found: unknown = await db
    .query(table)
    .withIndex("by_key", (q: AnyRange) =>
      q.eq("tenant", tenant).eq("generation", generation).eq("key", key),
    )
    .unique();
  return trusted<AnyDocument | null>(found);
}

/** A document of a read model's table without what the platform and Convex add. */
export function rowOf(document: Record<string, unknown>): Record<string, unknown> {
  const { _id, _creationTime, tenant, generation, key, ...row } = document;
  return row;
}

/** A row, the document it has now, and what it is to be (`null`: none). */
export type RowChange = { place: RowPlace; stored: AnyDocument | null; after: unknown };

/** Writes a row: at most one document, and none where nothing has changed. */
export async function storeRow(
  db: AnyWriter,
  table: string,
  { place, stored, after: given }: RowChange,
): Promise<void> {
  const after = trusted<Record<string, Value> | null>(given);
  await step("PROJECTION_FAILED", `Writing a row of ${table}`, async () => {
    if (stored === null) {
      if (after !== null) await db.insert(table, { ...after, ...place });
    } else if (after === null) {
      await db.delete(table, stored._id);
    } else if (compareValues(trusted<Value>(rowOf(stored)), after) !== 0) {
      await db.replace(table, stored._id, { ...after, ...place });
    }
  });
}
