import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { publishedPackages } from "../check/publishedPackages.mjs";
import { runGroup } from "../run/processGroups.mjs";
import { entryPoints } from "./entryPoints.mjs";

/** @typedef {{ name: string, file: string }} Tarball `file` is absolute. */

/**
 * Packs every published package as `pnpm publish` would, `workspace:` and `catalog:` replaced by
 * versions. The packages must be built.
 * @param {string} root
 * @param {string} destination
 * @returns {Promise<Tarball[]>}
 */
export async function packPackages(root, destination) {
  mkdirSync(destination, { recursive: true });
  const packages = publishedPackages(root);
  const missing = entryPoints(root)
    .flatMap(({ types, code = types }) => [types, code])
    .filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`Not built: ${missing.join(", ")}`);
  const { code, output } = await runGroup({
    command: "pnpm",
    args: [
      ...packages.map(({ manifest }) => `--filter=${manifest.name}`),
      ...["--recursive", "pack", "--pack-destination", destination],
    ],
    cwd: root,
  });
  if (code !== 0) throw new Error(`Packing failed.\n${output}`);
  return packages.map(({ folder, manifest }) => ({
    name: manifest.name,
    file: path.join(destination, `${fileNameOf(manifest.name)}-${versionOf(folder)}.tgz`),
  }));
}

/** @param {string} name */
const fileNameOf = (name) => name.replace("@", "").replace("/", "-");

/** @param {string} folder @returns {string} */
const versionOf = (folder) =>
  JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).version;
