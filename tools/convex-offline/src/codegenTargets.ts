import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

/** Something the official CLI generates code for: a component package, or the app. */
export interface CodegenTarget {
  /** Name in its `package.json`. */
  readonly name: string;
  /** Where the CLI runs: the component's package, or for the app the directory of `convex.json`. */
  readonly cwd: string;
  /** Flags of `convex codegen`. */
  readonly flags: readonly string[];
  readonly generated: string;
  /** Workspace packages whose `dist` must exist first. */
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Finds every package with a `src/component/convex.config.ts`, dependencies before dependents. */
export function componentPackages(root: string): CodegenTarget[] {
  const configs = globSync("packages/*/src/component/convex.config.ts", { cwd: root }).sort();
  const found = configs.map((config) => componentPackage(path.resolve(root, config, "../../..")));
  return inDependencyOrder(found);
}

/** Finds the app that the `functions` of the root `convex.json` names; undefined while it has no functions. */
export function findApp(root: string): CodegenTarget | undefined {
  const configPath = path.join(root, "convex.json");
  if (!existsSync(configPath)) return undefined;
  const config = readJson(configPath) as { functions?: string };
  const functions = path.resolve(root, config.functions ?? "convex");
  if (globSync("*.{ts,js}", { cwd: functions }).length === 0) return undefined;
  const manifest = readManifest(nearestPackage(functions));
  return {
    name: manifest.name ?? "app",
    cwd: root,
    flags: [],
    generated: path.join(functions, "_generated"),
    dependencies: workspaceDependencies(manifest),
  };
}

function componentPackage(directory: string): CodegenTarget {
  const manifest = readManifest(directory);
  return {
    name: manifest.name ?? path.basename(directory),
    cwd: directory,
    flags: ["--component-dir", "./src/component"],
    generated: path.join(directory, "src/component/_generated"),
    dependencies: workspaceDependencies(manifest),
  };
}

function inDependencyOrder(targets: readonly CodegenTarget[]): CodegenTarget[] {
  const ordered = new Set<CodegenTarget>();
  const visit = (target: CodegenTarget, parents: readonly CodegenTarget[]) => {
    if (parents.includes(target)) return;
    for (const other of targets) {
      if (target.dependencies.includes(other.name)) visit(other, [...parents, target]);
    }
    ordered.add(target);
  };
  for (const target of targets) visit(target, []);
  return [...ordered];
}

function workspaceDependencies({ dependencies, peerDependencies }: Manifest): string[] {
  const all = Object.entries({ ...peerDependencies, ...dependencies });
  return all.flatMap(([name, range]) => (range.startsWith("workspace:") ? [name] : []));
}

function nearestPackage(directory: string): string {
  const parent = path.dirname(directory);
  const found = existsSync(path.join(directory, "package.json")) || parent === directory;
  return found ? directory : nearestPackage(parent);
}

function readManifest(directory: string): Manifest {
  return readJson(path.join(directory, "package.json")) as Manifest;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
