import { globSync } from "node:fs";
import path from "node:path";
import { bundle } from "./bundle.mjs";
import { bundleOutsideApp } from "./bundleOutsideApp.mjs";
import { entryPoints } from "./entryPoints.mjs";

/**
 * Bytes of one subpath, minified: `ours` without Convex, its helpers and zod, `whole` with them
 * (null where it runs in Node and is not part of an app).
 * @typedef {{ name: string, ours: number, whole: number | null }} BundleSize
 */

const forNode = /platform-(testing|embedded)/;

/**
 * Measures everything that an app can import, what its component deploys, and one small app.
 * @param {string} root
 * @returns {Promise<BundleSize[]>}
 */
export async function bundleSizes(root) {
  const all = entryPoints(root).filter(({ name }) => !name.endsWith("/convex.config.js"));
  const sizes = all.flatMap(({ name, code }) => (code === undefined ? [] : sizeOf(name, [code])));
  const components = all.filter(({ code }) => code === undefined);
  return await Promise.all([
    ...sizes,
    ...components.map(({ packageName, folder }) =>
      sizeOf(`${packageName} (component)`, modulesOf(folder)),
    ),
    appSize(root),
  ]);
}

/** @param {string} name @param {string[]} files @returns {Promise<BundleSize>} */
async function sizeOf(name, files) {
  if (forNode.test(name))
    return { name, ours: (await bundle(files, { external: "all" })).bytes, whole: null };
  const [ours, whole] = await Promise.all([bundle(files, { external: "shared" }), bundle(files)]);
  return { name, ours: ours.bytes, whole: whole.bytes };
}

/** What the CLI makes modules of. @param {string} folder */
const modulesOf = (folder) =>
  globSync("dist/component/*.js", {
    cwd: folder,
    exclude: ["dist/component/convex.config.js"],
  }).map((file) => path.join(folder, file));

/** @param {string} root @returns {Promise<BundleSize>} */
async function appSize(root) {
  const ours = await bundleOutsideApp(root, { external: "shared" });
  const whole = await bundleOutsideApp(root, {});
  return { name: "an app with one slice", ours: ours.bytes, whole: whole.bytes };
}
