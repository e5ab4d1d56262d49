import type { AnalyzedModule } from "../protocol/pushAnalysis.ts";

/** A function path that code refers to by name, and the module that does. */
export type PathReference = {
  readonly path: string;
  readonly from: string;
};

type Sources = ReadonlyMap<string, string>;

const keptName = /\b[\w$]+\(([\w$]+), "makeFunctionReference"\)/g;
const importPattern = /import \{([^}]*)\} from "([^"]+)"/g;
const exportPattern = /export \{([^}]*)\}/g;

/**
 * Finds references whose path is written out, `makeFunctionReference("a:b")`, also in handlers that do not run at
 * import time. Follows the short names of a bundle from the chunk that has the function to those that import it.
 */
export function literalReferences(sources: Sources): PathReference[] {
  const exported = new Map([...sources].map(([path, source]) => [path, exportedNames(source)]));
  return [...sources].flatMap(([path, source]) => {
    const names = [...keptNames(source), ...importedNames(path, source, exported)];
    return names.flatMap((name) =>
      literalsGivenTo(name, source).map((to) => ({ path: to, from: path })),
    );
  });
}

function keptNames(source: string): string[] {
  return [...source.matchAll(keptName)].map(([, name = ""]) => name);
}

function exportedNames(source: string): ReadonlySet<string> {
  const local = keptNames(source);
  const pairs = [...source.matchAll(exportPattern)].flatMap(([, list = ""]) => renamings(list));
  return new Set(pairs.flatMap(([name, alias]) => (local.includes(name) ? [alias] : [])));
}

function importedNames(
  path: string,
  source: string,
  exported: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  return [...source.matchAll(importPattern)].flatMap(([, list = "", specifier = ""]) => {
    const from = exported.get(new URL(specifier, `bundle:///${path}`).pathname.slice(1));
    return renamings(list).flatMap(([name, local]) => (from?.has(name) ? [local] : []));
  });
}

/** Reads `a as b, c` as [["a", "b"], ["c", "c"]]. */
function renamings(list: string): [string, string][] {
  return list.split(",").map((item) => {
    const [name = "", alias = name] = item.trim().split(" as ");
    return [name, alias];
  });
}

function literalsGivenTo(name: string, source: string): string[] {
  const escaped = name.replaceAll("$", "\\$");
  const call = new RegExp(`(?<![\\w$.])${escaped}\\(\\s*(["'\`])([^"'\`$\\n]+)\\1\\s*\\)`, "g");
  return [...source.matchAll(call)].map(([, , path = ""]) => path);
}

/** Name of the realm's global that hears of each reference made by path. */
export const observerName = "__referenceMade";

const constructorPattern = /return \{ \[([\w$]+)\]: ([\w$]+) \};/g;

/**
 * Rewrites the places where a bundle may build a function reference, so that the realm's observer sees key and
 * value. Bundles are minified: `makeFunctionReference` is known by its shape, and by the key at run time.
 */
export function observeReferences(source: string): string {
  return source.replace(constructorPattern, `return { [$1]: ${observerName}($1, $2) };`);
}

/** Makes the observer: passes values through and notes those under the key that marks a function reference. */
export function referenceObserver(note: (path: string) => void) {
  return (key: unknown, value: unknown): unknown => {
    if (key === Symbol.for("functionName") && typeof value === "string") note(value);
    return value;
  };
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
