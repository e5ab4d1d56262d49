import vm from "node:vm";

const ANALYSIS_TIMEOUT_MS = 4_000;

/** The files a bundle may import from each other, and default exports that stand for installed components. */
export interface BundleFiles {
  readonly sources: ReadonlyMap<string, string>;
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/**
 * Imports one entry of an official bundle inside a realm and returns its exports.
 * Needs `--experimental-vm-modules`. Throws what the module throws, when a bare import survived
 * bundling, and after 4 seconds (Convex's own limit for analysis).
 */
export async function importBundle(
  entry: string,
  files: BundleFiles,
  realm: vm.Context,
): Promise<Record<string, unknown>> {
  const load = moduleLoader(files, realm);
  const module = load(entry);
  await module.link((specifier, from) => load(resolveImport(specifier, from.identifier)));
  await withinLimit(entry, module.evaluate({ timeout: ANALYSIS_TIMEOUT_MS }));
  return module.namespace as Record<string, unknown>;
}

function moduleLoader(files: BundleFiles, realm: vm.Context): (path: string) => vm.Module {
  const loaded = new Map<string, vm.Module>();
  return (path) => {
    const module = loaded.get(path) ?? compile(path, files, realm);
    loaded.set(path, module);
    return module;
  };
}

function compile(path: string, files: BundleFiles, realm: vm.Context): vm.Module {
  const value = files.defaults?.[path];
  if (value !== undefined) {
    return new vm.SyntheticModule(
      ["default"],
      function () {
        this.setExport("default", value);
      },
      { context: realm, identifier: path },
    );
  }
  const source = files.sources.get(path) ?? files.sources.get(`${path}.js`);
  if (source === undefined) throw new Error(`"${path}" is imported but not part of the bundle`);
  return new vm.SourceTextModule(source, { context: realm, identifier: path });
}

function resolveImport(specifier: string, from: string): string {
  if (!specifier.startsWith(".")) {
    throw new Error(`imports "${specifier}", which the Convex runtime does not have`);
  }
  return new URL(specifier, `bundle:///${from}`).pathname.slice(1);
}

async function withinLimit(entry: string, evaluation: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const error = new Error(`importing ${entry} took longer than ${ANALYSIS_TIMEOUT_MS / 1000} s`);
  const timer = setTimeout(() => reject(error), ANALYSIS_TIMEOUT_MS);
  await Promise.race([evaluation, promise]).finally(() => clearTimeout(timer));
}
