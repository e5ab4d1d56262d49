import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CodegenTarget } from "./codegenTarget.ts";
import { readManifest } from "./readManifest.ts";

/**
 * Finds the app that `functions` of the root `convex.json` names; undefined while that directory holds no code.
 * The CLI runs for it where `convex.json` is, as `npx convex dev` does.
 */
export function findApp(root: string): CodegenTarget | undefined {
  const configPath = path.join(root, "convex.json");
  if (!existsSync(configPath)) return undefined;
  const config = JSON.parse(readFileSync(configPath, "utf8")) as { functions?: string };
  const functions = path.resolve(root, config.functions ?? "convex");
  if (globSync("*.{ts,js}", { cwd: functions }).length === 0) return undefined;
  const { name, workspaceDependencies } = readManifest(nearestPackage(functions));
  return { name, cwd: root, functions, flags: [], dependencies: workspaceDependencies };
}

function nearestPackage(directory: string): string {
  const parent = path.dirname(directory);
  const found = existsSync(path.join(directory, "package.json")) || parent === directory;
  return found ? directory : nearestPackage(parent);
}
