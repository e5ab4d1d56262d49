import { trusted } from "../boundary.ts";
import type { AnalysisOptions } from "./analysisOptions.ts";
import { createRealm } from "../bundle/createRealm.ts";
import { importBundle } from "../bundle/importBundle.ts";
import type { SchemaJson } from "../protocol/pushAnalysis.ts";
import type { ModuleConfig } from "../protocol/pushRequest.ts";

/** Imports a bundled `schema.ts` and returns its tables; throws when it cannot be imported or exports no schema. */
export async function analyzeSchema(
  config: ModuleConfig,
  { importLimitMs }: AnalysisOptions,
): Promise<SchemaJson> {
  const sources = new Map([[config.path, config.source]]);
  const realm = { context: createRealm({}), limitMs: importLimitMs };
  const exports = await importBundle(config.path, { sources }, realm);
  const schema = trusted<{ export?(): string } | undefined>(exports["default"]);
  if (typeof schema?.export !== "function") {
    throw new Error("its default export is not made by defineSchema");
  }
  return sortedJson(trusted<SchemaJson>(JSON.parse(schema.export())));
}

/** Returns a copy with the keys of every object sorted: Convex keeps validator fields in a sorted map, and generated files show it. */
export function sortedJson<T>(value: T): T {
  if (Array.isArray(value)) return trusted<T>(value.map(sortedJson));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return trusted<T>(Object.fromEntries(entries.map(([key, child]) => [key, sortedJson(child)])));
}
