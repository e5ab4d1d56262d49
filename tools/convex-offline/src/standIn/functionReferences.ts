import type { AnalyzedModule } from "./pushAnalysis.ts";

const LITERAL_CALL = /\bmakeFunctionReference\d*\(\s*(["'`])([^"'`$]+)\1\s*\)/g;
const CONSTRUCTOR = /\{ \[(functionName\d*)\]: (\w+) \}/g;

/** Name of the realm's global that hears of each reference made by path. */
export const REFERENCE_OBSERVER = "__referenceMade";

/** Rewrites `makeFunctionReference` in a bundle so that references made at import time reach the observer. */
export function observeReferences(source: string): string {
  return source.replace(CONSTRUCTOR, `{ [$1]: ${REFERENCE_OBSERVER}($2) }`);
}

/** Finds the references whose path is written out in the source, also where the code does not run at import. */
export function literalReferences(source: string): string[] {
  return [...source.matchAll(LITERAL_CALL)].flatMap(([, , path]) => (path ? [path] : []));
}

/**
 * Says whether a path such as `orders:place` names a function of these modules.
 * Handles, system functions and Node modules (not analysed here) count as found.
 */
export function resolvesReference(
  reference: string,
  modules: Readonly<Record<string, AnalyzedModule>>,
  nodeModules: ReadonlySet<string>,
): boolean {
  if (reference.startsWith("function://") || reference.startsWith("_system/")) return true;
  const [path = "", name = "default"] = reference.split(":");
  const file = path.endsWith(".js") ? path : `${path}.js`;
  if (nodeModules.has(file)) return true;
  return modules[file]?.functions.some((one) => one.name === name) ?? false;
}
