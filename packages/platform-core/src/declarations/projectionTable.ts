import { trusted } from "../contract/boundary.js";
import { defineTable, type IndexTiebreakerField, type TableDefinition } from "convex/server";
import {
  v,
  type ObjectType,
  type PropertyValidators,
  type VObject,
  type VUnion,
} from "convex/values";
import { DeclarationError } from "../base/infrastructureError.js";

const platformFields = { tenant: v.string(), generation: v.number(), key: v.string() };
type PlatformFields = typeof platformFields;

/** The columns a read model's table has beside yours. */
export type ReadModelColumn = keyof PlatformFields;
export const readModelColumns = trusted<readonly ReadModelColumn[]>(Object.keys(platformFields));

/** The fields of a read model's rows: a record of validators, or a union of objects where each kind of row has its own. */
export type RowFields =
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any fields
  PropertyValidators | VUnion<any, VObject<any, PropertyValidators>[], "required", any>;

type DocumentOf<Fields extends RowFields> = Fields extends PropertyValidators
  ? VObject<
      ObjectType<Fields & PlatformFields>,
      Fields & PlatformFields,
      "required",
      FieldIn<Fields> | ReadModelColumn
    >
  : Fields extends VUnion<infer Row, infer Members, "required", string>
    ? VUnion<RowWithColumns<Row>, Members, "required", FieldIn<Fields> | ReadModelColumn>
    : never;

type RowWithColumns<Row> = Row extends unknown
  ? {
      [Field in keyof (Row & ObjectType<PlatformFields>)]: (Row &
        ObjectType<PlatformFields>)[Field];
    }
  : never;

/** The fields that an index can be on: those of every kind of row. */
type FieldIn<Fields extends RowFields> = (Fields extends PropertyValidators
  ? keyof Fields
  : Fields["fieldPaths"]) &
  string;

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
  Fields extends RowFields,
  const Indexes extends Record<string, readonly FieldIn<Fields>[]> = Record<never, never>,
>(fields: Fields, indexes?: Indexes): TableDefinition<DocumentOf<Fields>, IndexesOf<Indexes>> {
  for (const own of kindsOf(fields)) assertFields(own, indexes ?? {});
  const [row, ...others] = kindsOf(fields).map((own) => ({ ...own, ...platformFields }));
  const rows =
    others.length === 0 ? row : v.union(...[row, ...others].map((kind) => v.object(kind ?? {})));
  const base = trusted<TableDefinition>(defineTable(trusted<PropertyValidators>(rows)));
  const table = Object.entries<readonly string[]>({ by_key: ["key"], ...indexes }).reduce(
    (built, [name, own]) => built.index(name, ["tenant", "generation", ...own]),
    base,
  );
  return trusted<TableDefinition<DocumentOf<Fields>, IndexesOf<Indexes>>>(table);
}

/** The fields of each kind of row. */
const kindsOf = (fields: RowFields): PropertyValidators[] =>
  isUnion(fields) ? fields.members.map((member) => member.fields) : [fields];

const isUnion = (fields: RowFields): fields is Exclude<RowFields, PropertyValidators> =>
  "kind" in fields && trusted<unknown>(fields.kind) === "union";

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
 * another generation is, because they were rebuilt apart. `platformState` is the one row that commands read: whether the dispatcher
 * is awake, since when it is ever woken, and which read models have a row in the other table.
 */
export const platformTables = {
  projectionGenerations: defineTable({
    projection: v.string(),
    generation: v.number(),
    version: v.optional(v.number()),
    delivery: v.optional(v.union(v.literal("inline"), v.literal("async"))),
    tenants: v.optional(v.array(v.object({ tenant: v.string(), generation: v.number() }))),
  }).index("by_projection", ["projection"]),
  platformState: defineTable({
    isAwake: v.boolean(),
    switched: v.array(v.string()),
    firstWokenAt: v.optional(v.commitTs()),
  }),
};
