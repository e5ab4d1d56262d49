import path from "node:path";
import { publishedPackages } from "../check/publishedPackages.mjs";

/**
 * A subpath of a published package. `types` and `code` are built files (absolute), `code` is
 * missing where there are types alone.
 * @typedef {{ name: string, folder: string, packageName: string, types: string, code?: string }} EntryPoint
 *   `name` is what people import, "@convex-es/platform-core/client".
 */

/**
 * Every built subpath that the published packages export for others; the same one with and without
 * `.js` counts once. `internal` is for our own packages, which are released together.
 * @param {string} root
 * @returns {EntryPoint[]}
 */
export function entryPoints(root) {
  return publishedPackages(root).flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
      const isAlias = `${subpath}.js` in (manifest.exports ?? {});
      if (
        isAlias ||
        subpath === "./internal" ||
        typeof target === "string" ||
        target.types === undefined
      )
        return [];
      return {
        name: path.posix.join(manifest.name, subpath),
        folder,
        packageName: manifest.name,
        types: path.join(folder, target.types),
        ...(target.default !== undefined && { code: path.join(folder, target.default) }),
      };
    }),
  );
}
