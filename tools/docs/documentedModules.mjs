import { globSync } from "node:fs";
import path from "node:path";
import { publishedPackages } from "../check/publishedPackages.mjs";

/** A page of the reference and the source it is made from (absolute). @typedef {{ name: string, source: string }} DocumentedModule */

/**
 * Every subpath of the published packages that is for others and has docstrings: neither `internal`
 * nor what the official CLI generates. The same one with and without `.js` counts once. Then, for
 * each file in `signatures`, the types that stand in a package's signatures only.
 * @param {string} root
 * @returns {DocumentedModule[]}
 */
export function documentedModules(root) {
  const subpaths = publishedPackages(root).flatMap(({ folder, manifest: { name, exports = {} } }) =>
    Object.entries(exports)
      .filter(([subpath]) => !`${subpath}.js`.match(hidden) && !(`${subpath}.js` in exports))
      .map(([subpath, target]) => ({
        name: path.posix.join(name, subpath),
        source: path.join(folder, sourceOf(target)),
      })),
  );
  return [...subpaths, ...signaturesIn(root)];
}

const hidden = /^\.\/(internal|package\.json|_generated\/.*)\.js/;

/** dist/index.d.ts is built from src/index.ts. @param {import("../check/publishedPackages.mjs").Target} target */
function sourceOf(target) {
  const file = typeof target === "string" ? target : (target.types ?? "");
  return file.replace("/dist/", "/src/").replace(/\.d\.ts$/, ".ts");
}

/** @param {string} root @returns {DocumentedModule[]} */
const signaturesIn = (root) =>
  globSync("tools/docs/signatures/*.ts", { cwd: root }).map((file) => ({
    name: `in signatures of ${path.basename(file, ".ts")}`,
    source: path.join(root, file),
  }));
