import { trusted } from "../boundary.ts";
import type { IndexJson, SchemaJson, TableJson, ValidatorJson } from "../protocol/pushAnalysis.ts";

const mostIndexesPerTable = 32;
const mostFieldsPerIndex = 16;
const reservedIndexes = ["by_id", "by_creation_time"];

/** Lists what the backend would refuse in a schema: names, reserved names, duplicates, index sizes and fields. */
export function checkSchema({ tables }: SchemaJson): string[] {
  return tables.flatMap((table) => [
    ...nameProblems(`table "${table.tableName}"`, table.tableName),
    ...indexProblems(table),
  ]);
}

function nameProblems(what: string, name: string): string[] {
  const problem = name.startsWith("_") ? "must not start with _" : identifierProblem(name);
  return problem === undefined ? [] : [`${what}: the name ${problem}`];
}

function indexProblems(table: TableJson): string[] {
  const searchIndexes = [...(table.searchIndexes ?? []), ...(table.vectorIndexes ?? [])];
  const names = [...table.indexes, ...searchIndexes].map((index) => index.indexDescriptor);
  return [
    ...(names.length > mostIndexesPerTable
      ? [`table "${table.tableName}" has ${names.length} indexes, ${mostIndexesPerTable} allowed`]
      : []),
    ...names.flatMap((name, position) => [
      ...nameProblems(`index "${table.tableName}.${name}"`, name),
      ...(reservedIndexes.includes(name)
        ? [`index "${table.tableName}.${name}": the name is reserved`]
        : []),
      ...(names.indexOf(name) < position
        ? [`index "${table.tableName}.${name}" is defined twice`]
        : []),
    ]),
    ...table.indexes.flatMap((index) => fieldProblems(table, index)),
  ];
}

function fieldProblems(table: TableJson, { indexDescriptor, fields }: IndexJson): string[] {
  const what = `index "${table.tableName}.${indexDescriptor}"`;
  const wrongCount = fields.length === 0 || fields.length > mostFieldsPerIndex;
  return [
    ...(wrongCount ? [`${what} needs 1 to ${mostFieldsPerIndex} fields`] : []),
    ...fields.flatMap((field, position) => {
      if (field === "_id" || field === "_creationTime") {
        return [`${what}: ${field} must not be listed, Convex adds it`];
      }
      if (fields.indexOf(field) < position) return [`${what} lists "${field}" twice`];
      const known = table.documentType === null || mayHave(table.documentType, field.split("."));
      return known ? [] : [`${what}: the table has no field "${field}"`];
    }),
  ];
}

/** Unions have the fields of any member; records and `v.any()` may have every field. */
function mayHave(validator: ValidatorJson, path: readonly string[]): boolean {
  const [field, ...rest] = path;
  if (field === undefined || validator.type === "any" || validator.type === "record") return true;
  if (validator.type === "union") {
    return trusted<ValidatorJson[]>(validator.value).some((member) => mayHave(member, path));
  }
  if (validator.type !== "object") return false;
  const fields = trusted<Record<string, { fieldType: ValidatorJson }>>(validator.value);
  const child = Object.hasOwn(fields, field) ? fields[field] : undefined;
  return child !== undefined && mayHave(child.fieldType, rest);
}

const longestIdentifier = 64;

/** Says what Convex has against a name of a table, index, component or variable, or nothing when it is fine. */
export function identifierProblem(name: string): string | undefined {
  if (name.length > longestIdentifier) return `is longer than ${longestIdentifier} characters`;
  if (!/^[a-zA-Z_]\w*$/.test(name)) return "must be letters, digits and _, starting with a letter";
  return /^_+$/.test(name) ? "must not be underscores only" : undefined;
}
