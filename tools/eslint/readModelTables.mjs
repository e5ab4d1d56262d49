import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** @type {Map<string, { changed: number, tables: Set<string> }>} */
const cache = new Map();
const declaration = /["']?(\w+)["']?\s*:\s*projectionTable\s*\(/g;

/**
 * The tables that the `schema.ts` of the app around `file` declares with `projectionTable(…)`.
 * @param {string} file absolute
 */
export function readModelTables(file) {
  const schema = schemaOf(file);
  if (schema === undefined) return new Set();
  const changed = statSync(schema).mtimeMs;
  const known = cache.get(schema);
  if (known?.changed === changed) return known.tables;
  const matches = readFileSync(schema, "utf8").matchAll(declaration);
  const tables = new Set([...matches].map(([, table = ""]) => table));
  cache.set(schema, { changed, tables });
  return tables;
}

/** @param {string} file */
function schemaOf(file) {
  for (
    let folder = path.dirname(file);
    folder !== path.dirname(folder);
    folder = path.dirname(folder)
  ) {
    const schema = path.join(folder, "schema.ts");
    if (path.basename(folder) === "convex") return existsSync(schema) ? schema : undefined;
  }
  return undefined;
}
