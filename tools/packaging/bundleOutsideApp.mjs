import { globSync, rmSync } from "node:fs";
import path from "node:path";
import { bundle } from "./bundle.mjs";
import { entryPoints } from "./entryPoints.mjs";
import { layOutsideApp } from "./makeOutsideApp.mjs";

/**
 * The Convex functions of the outside app in one bundle, with the packages as they are built.
 * @param {string} root
 * @param {import("./bundle.mjs").BundleOptions} options
 */
export async function bundleOutsideApp(root, options) {
  const folder = layOutsideApp();
  try {
    const modules = globSync("convex/*.ts", { cwd: folder, exclude: ["convex/convex.config.ts"] });
    const files = modules.map((file) => path.join(folder, file));
    const plugins = [builtPackages(root, folder)];
    return await bundle(files, { ...options, plugins, nodePaths: [`${root}/node_modules`] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Finds our packages without an installation; what the app has generated stays outside.
 * @param {string} root
 * @param {string} folder
 * @returns {import("esbuild").Plugin}
 */
function builtPackages(root, folder) {
  const code = new Map(entryPoints(root).map((entryPoint) => [entryPoint.name, entryPoint.code]));
  return {
    name: "built-packages",
    setup: (build) => {
      build.onResolve({ filter: /^@convex-es\// }, ({ path: name, resolveDir }) => {
        const found = resolveDir.startsWith(folder) ? code.get(name) : undefined;
        return found === undefined ? undefined : { path: found, sideEffects: false };
      });
      build.onResolve({ filter: /\/_generated\// }, ({ resolveDir }) =>
        resolveDir.startsWith(folder) ? { external: true } : undefined,
      );
    },
  };
}
