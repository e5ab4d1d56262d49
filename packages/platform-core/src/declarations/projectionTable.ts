import { trusted } from "../contract/boundary.js";
import { defineTable, type IndexTiebreakerField, type TableDefinition } from "convex/server";
import { v, type ObjectType, type PropertyValidators, type VObject } from "convex/values";
import { DeclarationError } from "../base/infrastructureError.js";

const platformFields = { tenant: v.string(), generation: v.number(), key: v.string() };
type PlatformFields = typeof platformFields;

/** The columns a read model's table has beside yours. */
export type ReadModelColumn = keyof PlatformFields;
export const readModelColumns = trusted<readonly ReadModelColumn[]>(Object.keys(platformFields));

type DocumentOf<Fields extends PropertyValidators> = VObject<
  ObjectType<Fields & PlatformFields>,
  Fields & PlatformFields,
  "required",
  (keyof Fields & string) | ReadModelColumn
>;

type IndexList = Record<string, readonly string[]>;
type Prefixed<Fields extends readonly string[]> = [
  "tenant",
  "generation",
  ...Fields,
  IndexTiebreakerField,
];
type IndexesOf<Indexes extends IndexList> = {
  [Name in keyof Indexes]: Prefixed<Indexes[Name]>;
} & { by_key: Prefixed<["key"]> };

/**
 * Declares the table of a read model: adds `tenant`, `generation` and `key`, puts the first two in front of every index,
 * and adds the index `by_key`. Read it with `platform.read(projection)`; only its projection writes it.
 *
 * @example
 * orderSummaries: projectionTable(
 *   { customerId: v.string(), totalCents: v.number() },
 *   { by_customer: ["customerId"] },
 * ),
 */
export function projectionTable<
  Fields extends PropertyValidators,
  const Indexes extends Record<string, readonly (keyof Fields & string)[]> = Record<never, never>,
>(fields: Fields, indexes?: Indexes): TableDefinition<DocumentOf<Fields>, IndexesOf<Indexes>> {
  assertFields(fields, indexes ?? {});
  const base = trusted<TableDefinition>(defineTable({ ...fields, ...platformFields }));
  const table = Object.entries<readonly string[]>({ by_key: ["key"], ...indexes }).reduce(
    (built, [name, own]) => built.index(name, ["tenant", "generation", ...own]),
    base,
  );
  return trusted<TableDefinition<DocumentOf<Fields>, IndexesOf<Indexes>>>(table);
}

function assertFields(fields: PropertyValidators, indexes: IndexList): void {
  const taken = readModelColumns.find((column) => Object.hasOwn(fields, column));
  if (taken !== undefined) {
    throw new DeclarationError(
      `projectionTable: "${taken}" is a column of the platform; rename yours.`,
    );
  }
  if (Object.hasOwn(indexes, "by_key")) {
    throw new DeclarationError(
      'projectionTable: every read model has the index "by_key"; leave it out.',
    );
  }
}

/**
 * The tables the platform keeps beside your read models; spread them into your schema once.
 * `projectionGenerations` holds what is served of each read model (no row: generation 0, of version 1), and of which tenants
 * another generation is, because they were rebuilt apart.
 */
export const platformTables = {
  projectionGenerations: defineTable({
    projection: v.string(),
    generation: v.number(),
    version: v.optional(v.number()),
    delivery: v.optional(v.union(v.literal("inline"), v.literal("async"))),
    tenants: v.optional(v.array(v.object({ tenant: v.string(), generation: v.number() }))),
  }).index("by_projection", ["projection"]),
};
