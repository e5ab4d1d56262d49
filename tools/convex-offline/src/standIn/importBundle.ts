import vm from "node:vm";

/** Where a bundle is imported, and how long one entry may take. */
export interface ImportRealm {
  readonly context: vm.Context;
  readonly limitMs: number;
}

/** The files a bundle may import from each other, and default exports that stand for installed components. */
export interface BundleFiles {
  readonly sources: ReadonlyMap<string, string>;
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/**
 * Imports one entry of an official bundle inside a realm and returns its exports.
 * Needs `--experimental-vm-modules`. Throws what the module throws, when a bare import survived
 * bundling, and when the limit has passed.
 */
export async function importBundle(
  entry: string,
  files: BundleFiles,
  { context, limitMs }: ImportRealm,
): Promise<Record<string, unknown>> {
  const load = moduleLoader(files, context);
  const module = load(entry);
  await module.link((specifier, from) => load(resolveImport(specifier, from.identifier)));
  await withinLimit(module.evaluate({ timeout: limitMs }), limitMs);
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

async function withinLimit(evaluation: Promise<void>, limitMs: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it took longer than ${limitMs} ms`)), limitMs);
  await Promise.race([evaluation, promise]).finally(() => clearTimeout(timer));
}
