import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** @typedef {string | { types?: string, default?: string }} Target */
/** @typedef {{ name: string, private?: boolean, exports?: Record<string, Target> }} Manifest */

/**
 * The packages of the workspace that are published: folder (absolute) and manifest.
 * @param {string} root
 */
export function publishedPackages(root) {
  return readdirSync(path.join(root, "packages"))
    .map((name) => path.join(root, "packages", name))
    .map((folder) => {
      const text = readFileSync(path.join(folder, "package.json"), "utf8");
      return { folder, manifest: /** @type {Manifest} */ (JSON.parse(text)) };
    })
    .filter(({ manifest }) => manifest.private !== true);
}
