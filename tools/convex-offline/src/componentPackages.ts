import { globSync } from "node:fs";
import path from "node:path";
import type { CodegenTarget } from "./codegenTarget.ts";
import { readManifest } from "./readManifest.ts";

/** Finds every package with a `src/component/convex.config.ts`, dependencies before dependents. */
export function componentPackages(root: string): CodegenTarget[] {
  const configs = globSync("packages/*/src/component/convex.config.ts", { cwd: root }).sort();
  return inDependencyOrder(configs.map((config) => componentPackage(path.join(root, config))));
}

function componentPackage(config: string): CodegenTarget {
  const cwd = path.resolve(config, "../../..");
  const { name, workspaceDependencies } = readManifest(cwd);
  const flags = ["--component-dir", "./src/component"];
  return { name, cwd, functions: path.dirname(config), flags, dependencies: workspaceDependencies };
}

function inDependencyOrder(targets: readonly CodegenTarget[]): CodegenTarget[] {
  const ordered = new Set<CodegenTarget>();
  const visit = (target: CodegenTarget, dependents: readonly CodegenTarget[]) => {
    if (dependents.includes(target)) return;
    for (const other of targets) {
      if (target.dependencies.includes(other.name)) visit(other, [...dependents, target]);
    }
    ordered.add(target);
  };
  for (const target of targets) visit(target, []);
  return [...ordered];
}
