import { readFileSync } from "node:fs";
import path from "node:path";
import { publishedPackages } from "../check/publishedPackages.mjs";
import { workspaceVersions } from "./workspaceVersions.mjs";

/** @typedef {import("./combinations.mjs").Combination} Combination */
/** @typedef {import("./packPackages.mjs").Tarball} Tarball */
/** @typedef {Record<string, string | undefined>} Dependencies */

const fromRegistry = ["convex", "convex-test", "vitest", "vite", "@edge-runtime/vm", "@types/node"];

/**
 * The files that make a folder an app of its own whose `@convex-es` packages, direct and indirect,
 * are the tarballs.
 * @param {string} root
 * @param {Combination} combination
 * @param {Tarball[]} tarballs
 * @returns {Record<string, string>} contents by file name
 */
export function outsideManifest(root, { manager, typescript, convex, everything }, tarballs) {
  const packed = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  const versions = workspaceVersions(root);
  const manifest = {
    name: "outside-app",
    private: true,
    type: "module",
    dependencies: {
      ...packed,
      ...(everything && optionalPeers(root)),
      ...Object.fromEntries(fromRegistry.map((name) => [name, versions[name]])),
      ...(convex === "lowest" && { convex: lowestConvex(root) }),
      typescript,
    },
    ...(manager === "npm" && { overrides: packed }),
  };
  return {
    "package.json": JSON.stringify(manifest, null, 2),
    ...(manager === "pnpm" && { "pnpm-workspace.yaml": pnpmSettings(packed) }),
  };
}

/**
 * Settings of pnpm for a project outside. Convex itself needs esbuild's build script; pnpm runs none
 * unasked. Nothing is hoisted, so that a package finds only what it declares; but the test helpers of
 * official components use vite undeclared.
 * @param {Record<string, string>} overrides
 */
export const pnpmSettings = (overrides) =>
  JSON.stringify({ overrides, hoistPattern: ["vite"], allowBuilds: { esbuild: true } });

/** The lowest version that the packages' peer range of `convex` admits. @param {string} root */
function lowestConvex(root) {
  const ranges = publishedPackages(root).flatMap(({ folder }) => {
    const text = readFileSync(path.join(folder, "package.json"), "utf8");
    /** @type {{ peerDependencies?: Dependencies }} */
    const { peerDependencies } = JSON.parse(text);
    return peerDependencies?.["convex"] ?? [];
  });
  const [range = "", ...others] = new Set(ranges);
  const [, lowest] = /^\^(\d+\.\d+\.\d+)$/.exec(range) ?? [];
  if (lowest === undefined || others.length > 0) {
    throw new Error(
      `the packages must share one range of convex like "^1.48.0"; they have: ${ranges.join(", ")}`,
    );
  }
  return lowest;
}

/** What parts of our packages need of which an app may do without. @param {string} root */
function optionalPeers(root) {
  const versions = workspaceVersions(root);
  return Object.fromEntries(
    publishedPackages(root).flatMap(({ folder }) => {
      const text = readFileSync(path.join(folder, "package.json"), "utf8");
      /** @type {{ peerDependenciesMeta?: Dependencies, devDependencies?: Dependencies }} */
      const { peerDependenciesMeta = {}, devDependencies = {} } = JSON.parse(text);
      return Object.keys(peerDependenciesMeta).map((name) => [
        name,
        versions[name] ?? devDependencies[name],
      ]);
    }),
  );
}
