import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * The versions the workspace itself is tested with: those of the catalog and of the root's manifest.
 * @param {string} root
 * @returns {Record<string, string>}
 */
export function workspaceVersions(root) {
  const catalog = readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8");
  const entries = [...catalog.matchAll(/^ {2}"?([^\s":]+)"?: (\d\S*)$/gm)];
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return {
    ...manifest.devDependencies,
    ...Object.fromEntries(entries.map(([, name, version]) => [name, version])),
  };
}
