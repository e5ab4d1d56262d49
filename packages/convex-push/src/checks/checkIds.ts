import { trusted } from "../boundary.ts";
import type { AnalyzedModule, SchemaJson } from "../protocol/pushAnalysis.ts";

/**
 * Lists validators that name a table this component does not have (`v.id` of another component's table):
 * no such id can ever be valid there. Needs a schema; without one every table name may come to exist.
 */
export function checkIds(
  schema: SchemaJson | null,
  modules: Readonly<Record<string, AnalyzedModule>>,
): string[] {
  if (schema === null) return [];
  const own = new Set(schema.tables.map((table) => table.tableName));
  const foreign = (where: string, validator: unknown) =>
    [...new Set(tablesNamedIn(validator))]
      .filter((table) => !own.has(table) && !table.startsWith("_"))
      .map((table) => `${where}: v.id("${table}") names a table that this schema does not have`);
  return [
    ...schema.tables.flatMap((one) => foreign(`table "${one.tableName}"`, one.documentType)),
    ...Object.entries(modules).flatMap(([path, { functions }]) =>
      functions.flatMap((one) => [
        ...foreign(`${path}:${one.name} args`, JSON.parse(one.args)),
        ...foreign(`${path}:${one.name} returns`, JSON.parse(one.returns)),
      ]),
    ),
  ];
}

function tablesNamedIn(validator: unknown): string[] {
  if (validator === null || typeof validator !== "object") return [];
  const { type, tableName } = trusted<{ type?: unknown; tableName?: unknown }>(validator);
  const here = type === "id" && typeof tableName === "string" ? [tableName] : [];
  return [...here, ...Object.values(validator).flatMap(tablesNamedIn)];
}
