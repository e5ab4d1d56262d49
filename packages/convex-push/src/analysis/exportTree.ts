import type { AnalyzedModule, ExportTree } from "../protocol/pushAnalysis.ts";

type Branch = {
  [name: string]: Branch | string;
};

/** Builds the tree of public functions that a component offers its parent, sorted by name as the backend does; throws when a function and a folder share a path. */
export function exportTree(modules: Readonly<Record<string, AnalyzedModule>>): ExportTree {
  const root: Branch = {};
  for (const [file, { functions }] of Object.entries(modules)) {
    const path = file.replace(/\.js$/, "");
    for (const { name, visibility } of functions) {
      if (visibility?.kind !== "public") continue;
      const branch = branchAt(root, path);
      if (branch[name] !== undefined) throw new Error(`${path}:${name} is also a folder`);
      branch[name] = `_reference/function/${path}:${name}`;
    }
  }
  return serialize(root);
}

function branchAt(root: Branch, path: string): Branch {
  return path.split("/").reduce((branch, part) => {
    const next = (branch[part] ??= {});
    if (typeof next === "string") throw new Error(`the folder ${path} is also a function`);
    return next;
  }, root);
}

function serialize(node: Branch | string): ExportTree {
  if (typeof node === "string") return { type: "leaf", leaf: node };
  const names = Object.keys(node).sort();
  return { type: "branch", branch: names.map((name) => [name, serialize(node[name] ?? {})]) };
}
