import type { AnalyzedModule } from "../protocol/pushAnalysis.ts";

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
