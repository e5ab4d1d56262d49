import { build } from "esbuild";

const shared = ["convex", "convex-helpers", "zod"];

/**
 * @typedef {object} Bundled
 * @property {number} bytes
 * @property {string} code of all chunks
 * @property {string[]} inputs every file of which something was kept
 */

/**
 * @typedef {object} BundleOptions
 * @property {"none" | "shared" | "all"} [external] packages to leave out: Convex, its helpers and
 *   zod, which the app has anyway, or all
 * @property {boolean} [minify]
 * @property {import("esbuild").Plugin[]} [plugins]
 * @property {string[]} [nodePaths]
 */

/**
 * Bundles files as the Convex CLI does: its conditions, for production, chunks shared.
 * @param {string[]} files
 * @param {BundleOptions} [options]
 * @returns {Promise<Bundled>}
 */
export async function bundle(files, { external = "none", minify = true, ...options } = {}) {
  const { outputFiles, metafile } = await build({
    entryPoints: files,
    bundle: true,
    splitting: true,
    minify,
    write: false,
    metafile: true,
    outdir: "out",
    format: "esm",
    target: "esnext",
    platform: external === "all" ? "node" : "browser",
    conditions: ["convex", "module"],
    define: { "process.env.NODE_ENV": '"production"' },
    ...(external === "all" && { packages: "external" }),
    ...(external === "shared" && { external: shared.flatMap((name) => [name, `${name}/*`]) }),
    ...options,
    logLevel: "silent",
  });
  const kept = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return {
    bytes: outputFiles.reduce((sum, { contents }) => sum + contents.length, 0),
    code: outputFiles.map(({ text }) => text).join("\n"),
    inputs: kept.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  };
}
