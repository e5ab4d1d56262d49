import { trusted } from "../boundary.js";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ComponentSource } from "../engine/createEngine.js";
import { importBuilt } from "./importBuilt.js";
import { moduleFiles } from "./moduleFiles.js";

type Exports = Record<string, unknown>;

/** Loads the modules of the app or component in `dir`: TypeScript is built first, a package's JavaScript imported as it is. */
export async function loadModules(dir: string, appDir: string): Promise<ComponentSource> {
  const files = await moduleFiles(dir);
  const isBuilt = dir !== appDir && files.every((file) => /\.m?js$/.test(file));
  const loaded = isBuilt ? await importFiles(dir, files) : await buildFiles(dir, files);
  const modules: ComponentSource["modules"] = { "./_generated/api.js": async () => ({}) };
  let schema: ComponentSource["schema"] = null;
  for (const [file, exports] of loaded) {
    modules[`./${file}`] = async () => exports;
    if (/^schema\.m?[jt]s$/.test(file))
      schema = trusted<ComponentSource["schema"]>(exports.default);
  }
  return { schema, modules };
}

async function importFiles(dir: string, files: string[]): Promise<Map<string, Exports>> {
  const load = async (file: string): Promise<[string, Exports]> => [
    file,
    trusted<Exports>(await import(pathToFileURL(path.join(dir, file)).href)),
  ];
  return new Map(await Promise.all(files.map(load)));
}

// Packages stay external, so that there is one copy of `convex` for the app, its components and the engine.
function buildFiles(dir: string, files: string[]): Promise<Map<string, Exports>> {
  return importBuilt(dir, {
    entryPoints: files.map((file) => path.join(dir, file)),
    packages: "external",
    chunkNames: "_deps/[name]-[hash]",
  });
}
