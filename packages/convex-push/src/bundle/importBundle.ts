import { trusted } from "../boundary.ts";
import vm from "node:vm";
import { compileBundle } from "./compileBundle.ts";

/** Where a bundle is imported, and how long one entry may take. */
export type ImportRealm = {
  readonly context: vm.Context;
  readonly limitMs: number;
};

/** The files a bundle may import from each other, and default exports that stand for installed components. */
export type BundleFiles = {
  readonly sources: ReadonlyMap<string, string>;
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Gives modules that are not part of the bundle, where the runtime has some. */
  readonly external?: (specifier: string) => unknown;
  /** Maps to what the developer wrote, for those who show stacks. */
  readonly sourceMaps?: ReadonlyMap<string, string>;
  /** Stands before the paths of files in stacks. */
  readonly origin?: string;
  /** Told of the map of each file, under the name it has in stacks. */
  readonly onSourceMap?: (name: string, map: string) => void;
};

type Exports = Record<string, unknown>;
type Body = (exports: Exports, require: (path: string) => Exports, module: object) => void;

/**
 * Imports one entry of an official bundle inside a realm and returns its exports.
 * Throws what the module throws, when a bare import survived bundling, and when the limit has passed.
 */
export async function importBundle(
  entry: string,
  files: BundleFiles,
  realm: ImportRealm,
): Promise<Exports> {
  return (await bundleImporter(files, realm))(entry);
}

/** Makes an importer that gives each file of a bundle one set of exports, however often it is imported. */
export async function bundleImporter(
  files: BundleFiles,
  { context, limitMs }: ImportRealm,
): Promise<(entry: string) => Exports> {
  const scripts = await compileAll(files);
  const loaded = new Map<string, { exports: Exports }>();
  const load = (path: string): Exports => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: exportsFor(path, files) };
    loaded.set(path, module);
    if (isInstalled(path, files)) return module.exports;
    const body = trusted<Body>(scriptOf(path, scripts).runInContext(context, { timeout: limitMs }));
    const require = (specifier: string) =>
      files.external && !specifier.startsWith(".")
        ? trusted<Exports>(files.external(specifier))
        : load(resolveImport(specifier, path));
    run(context, limitMs, () => body(module.exports, require, module));
    return module.exports;
  };
  return (entry) => {
    try {
      return load(entry);
    } catch (error) {
      loaded.delete(entry);
      throw error;
    }
  };
}

async function compileAll(files: BundleFiles): Promise<Map<string, vm.Script>> {
  const { sources, sourceMaps, origin = "", onSourceMap } = files;
  const compiled = [...sources].map(async ([path, source]) => {
    const name = `${origin}${path}`;
    const file = await compileBundle({ name, source, sourceMap: sourceMaps?.get(path) });
    if (file.sourceMap !== null) onSourceMap?.(name, file.sourceMap);
    return [path, file.script] as const;
  });
  return new Map(await Promise.all(compiled));
}

/** Runs host code under V8's watchdog, which only guards scripts. */
function run(context: vm.Context, timeout: number, body: () => void): void {
  const holder = trusted<{ __import?: () => void }>(context);
  holder.__import = body;
  try {
    call.runInContext(context, { timeout });
  } finally {
    delete holder.__import;
  }
}

const call = new vm.Script("globalThis.__import()", { filename: "import" });

const isInstalled = (path: string, files: BundleFiles): boolean =>
  files.defaults?.[path] !== undefined;

function exportsFor(path: string, files: BundleFiles): Exports {
  return isInstalled(path, files) ? { __esModule: true, default: files.defaults?.[path] } : {};
}

function scriptOf(path: string, scripts: Map<string, vm.Script>): vm.Script {
  const script = scripts.get(path) ?? scripts.get(`${path}.js`);
  if (script === undefined) throw new Error(`"${path}" is imported but not part of the bundle`);
  return script;
}

function resolveImport(specifier: string, from: string): string {
  if (!specifier.startsWith(".")) {
    throw new Error(`imports "${specifier}", which the Convex runtime does not have`);
  }
  return new URL(specifier, `bundle:///${from}`).pathname.slice(1);
}

/** The first line of what a module threw; errors of another realm are not `instanceof Error` here. */
export function reasonOf(error: unknown): string {
  const message = trusted<{ message?: unknown } | null>(error)?.message;
  return String(message ?? error).split("\n", 1)[0] ?? "";
}
