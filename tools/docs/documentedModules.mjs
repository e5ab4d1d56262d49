import path from "node:path";
import { publishedPackages } from "../check/publishedPackages.mjs";

/** What people import, and the source it is built from (absolute). @typedef {{ name: string, source: string }} DocumentedModule */

/**
 * Every subpath of the published packages that is for others and has docstrings: neither `internal`
 * nor what the official CLI generates. The same one with and without `.js` counts once.
 * @param {string} root
 * @returns {DocumentedModule[]}
 */
export function documentedModules(root) {
  return publishedPackages(root).flatMap(({ folder, manifest: { name, exports = {} } }) =>
    Object.entries(exports)
      .filter(([subpath]) => !`${subpath}.js`.match(hidden) && !(`${subpath}.js` in exports))
      .map(([subpath, target]) => ({
        name: path.posix.join(name, subpath),
        source: path.join(folder, sourceOf(target)),
      })),
  );
}

const hidden = /^\.\/(internal|package\.json|_generated\/.*)\.js/;

/** dist/index.d.ts is built from src/index.ts. @param {import("../check/publishedPackages.mjs").Target} target */
function sourceOf(target) {
  const file = typeof target === "string" ? target : (target.types ?? "");
  return file.replace("/dist/", "/src/").replace(/\.d\.ts$/, ".ts");
}
