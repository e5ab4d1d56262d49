import { readFileSync } from "node:fs";
import path from "node:path";

/** @typedef {import("./combinations.mjs").Combination} Combination */
/** @typedef {import("./packPackages.mjs").Tarball} Tarball */

const fromRegistry = ["convex", "convex-test", "vitest", "vite", "@edge-runtime/vm", "@types/node"];

/**
 * The files that make a folder an app of its own whose `@convex-es` packages, direct and indirect,
 * are the tarballs.
 * @param {string} root
 * @param {Combination} combination
 * @param {Tarball[]} tarballs
 * @returns {Record<string, string>} contents by file name
 */
export function outsideManifest(root, { manager, typescript }, tarballs) {
  const packed = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  const versions = workspaceVersions(root);
  const manifest = {
    name: "outside-app",
    private: true,
    type: "module",
    dependencies: {
      ...packed,
      ...Object.fromEntries(fromRegistry.map((name) => [name, versions[name]])),
      typescript,
    },
  };
  return manager === "npm"
    ? { "package.json": JSON.stringify({ ...manifest, overrides: packed }, null, 2) }
    : {
        "package.json": JSON.stringify(manifest, null, 2),
        // Convex itself needs esbuild's script; pnpm asks before it runs any.
        "pnpm-workspace.yaml": JSON.stringify({
          overrides: packed,
          allowBuilds: { esbuild: true },
        }),
      };
}

/**
 * What the workspace itself is tested with: versions in the catalog and in the root's manifest.
 * @param {string} root
 * @returns {Record<string, string>}
 */
function workspaceVersions(root) {
  const catalog = readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8");
  const entries = [...catalog.matchAll(/^ {2}"?([^\s":]+)"?: (\d\S*)$/gm)];
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return {
    ...manifest.devDependencies,
    ...Object.fromEntries(entries.map(([, name, version]) => [name, version])),
  };
}
