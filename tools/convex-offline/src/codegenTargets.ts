import path from "node:path";
import { shortName, type CodegenTarget } from "./codegenTarget.ts";
import { componentPackages } from "./componentPackages.ts";
import { findApp } from "./findApp.ts";

/**
 * Lists what code is generated for: all component packages in dependency order, then the
 * app, and the one that the docs quote.
 * Throws when a name is unknown or nothing is found.
 * @param names restricts it to these, given as package name with or without scope
 */
export function codegenTargets(root: string, names: readonly string[]): CodegenTarget[] {
  const apps = [root, path.join(root, "docs/snippets")].flatMap((folder) => findApp(folder) ?? []);
  const all = [...componentPackages(root), ...apps];
  if (all.length === 0) {
    throw new Error(
      `Nothing to generate: no packages/*/src/component/convex.config.ts and no app in ${root}`,
    );
  }
  const isCalled = (target: CodegenTarget, name: string) =>
    name === target.name || name === shortName(target);
  const unknown = names.filter((name) => !all.some((target) => isCalled(target, name)));
  if (unknown.length > 0) {
    throw new Error(`unknown: ${unknown.join(", ")}; known: ${all.map(shortName).join(", ")}`);
  }
  const wanted = (target: CodegenTarget) => names.some((name) => isCalled(target, name));
  return names.length === 0 ? all : all.filter(wanted);
}
