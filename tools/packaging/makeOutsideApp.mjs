import { cpSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { entryPoints } from "./entryPoints.mjs";
import { outsideManifest } from "./outsideManifest.mjs";

/** @typedef {import("./combinations.mjs").Combination} Combination */
/** @typedef {import("./packPackages.mjs").Tarball} Tarball */

/** Laid over each other in this order: an existing app, the platform, one slice, an async read model, tests. */
const layers = ["existing", "platform", "slice", "async", "harness"];

/** Where the layers are. */
export const appSources = path.join(import.meta.dirname, "app");

/** Writes the code of the outside app into a new temporary folder, where no parent has a node_modules. */
export function layOutsideApp() {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), "outside-app-"));
  for (const layer of layers)
    cpSync(path.join(appSources, layer), folder, { recursive: true, force: true });
  return folder;
}

/**
 * The outside app with manifests that install the tarballs, not yet installed.
 * @param {string} root
 * @param {Combination} combination
 * @param {Tarball[]} tarballs
 */
export function makeOutsideApp(root, combination, tarballs) {
  const folder = layOutsideApp();
  for (const [name, text] of Object.entries(outsideManifest(root, combination, tarballs)))
    writeFileSync(path.join(folder, name), text);
  if (combination.everything) importEverything(root, folder);
  return folder;
}

// convex-helpers' own declarations of zod 4 are too deep for TypeScript to check (TS2589).
const notCheckable = /\/zod$/;
// Set-up of test runners, which works in them alone; and what imports a definition that only bundlers can read.
const notLoadable = /\/(vitest|cucumber)$|\/platform-core\/convex\.config(\.js)?$/;

/**
 * Adds code that reads the declarations of every subpath, and code that loads every one in Node.
 * @param {string} root
 * @param {string} folder
 */
function importEverything(root, folder) {
  const all = entryPoints(root);
  const types = all
    .filter(({ name }) => !notCheckable.test(name))
    .map(({ name }, index) => `export type * as subpath${index} from "${name}";\n`);
  const code = all
    .filter((entryPoint) => entryPoint.code !== undefined && !notLoadable.test(entryPoint.name))
    .map(({ name }) => `await import("${name}");\n`);
  writeFileSync(path.join(folder, "src/everySubpath.ts"), types.join(""));
  writeFileSync(path.join(folder, "everySubpath.mjs"), code.join(""));
}
