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
