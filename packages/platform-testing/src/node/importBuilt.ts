import { trusted } from "../boundary.js";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

type Exports = Record<string, unknown>;

/**
 * Builds source files and imports the result; returns the modules by the path of their source below `dir`. What is built lies
 * below the `node_modules` that serves `dir`, so that packages are found from there, and is deleted again.
 */
export async function importBuilt(
  dir: string,
  options: esbuild.BuildOptions,
): Promise<Map<string, Exports>> {
  const cache = path.join(nodeModulesOf(dir), ".cache", "platform-testing");
  await mkdir(cache, { recursive: true });
  const outdir = await mkdtemp(path.join(cache, "app-"));
  try {
    const { metafile } = await esbuild.build({
      ...options,
      ...build,
      outdir,
      outbase: dir,
      absWorkingDir: dir,
    });
    return await importAll(dir, metafile.outputs);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

const build = {
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  sourcemap: "inline",
  outExtension: { ".js": ".mjs" },
  logLevel: "silent",
  metafile: true,
} satisfies esbuild.BuildOptions;

/** Imports chunks too: one that is imported lazily would be gone by then. */
async function importAll(
  dir: string,
  outputs: esbuild.Metafile["outputs"],
): Promise<Map<string, Exports>> {
  const modules = new Map<string, Exports>();
  for (const [output, { entryPoint }] of Object.entries(outputs)) {
    const exports = trusted<Exports>(await import(pathToFileURL(path.resolve(dir, output)).href));
    if (entryPoint !== undefined) modules.set(entryPoint, exports);
  }
  return modules;
}

function nodeModulesOf(dir: string): string {
  const candidate = path.join(dir, "node_modules");
  const parent = path.dirname(dir);
  return existsSync(candidate) || parent === dir ? candidate : nodeModulesOf(parent);
}
