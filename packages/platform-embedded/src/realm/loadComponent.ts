import { trusted } from "../boundary.js";
import { bundleImporter } from "@convex-es/convex-push";
import type { ComponentDefinitionConfig, ModuleConfig } from "@convex-es/convex-push";
import type { ComponentSource } from "@convex-es/platform-testing/engine";
import { createRuntimeRealm } from "./createRuntimeRealm.js";
import { isExportedFunction, type ExportedFunction } from "./exportedFunction.js";
import { hostFunction, type LogOfScheduled } from "./hostFunction.js";
import { httpDispatcher, type HttpRouter } from "./httpDispatcher.js";
import { registerSourceMap } from "./sourceMaps.js";
import { withTimeChecks } from "./withTimeChecks.js";
import { createNodeRealm, nodeModulesOf } from "./createRuntimeRealm.js";

/** What a component is loaded with. */
export type ComponentSettings = {
  /** Where the component is installed; names its files in stacks. */
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where packages of "use node" actions are found. */
  readonly directory: string;
  readonly logOfScheduled: LogOfScheduled;
  /** Evaluate modules again for each query and mutation. */
  readonly freshModules?: boolean | undefined;
};

/** A component ready for the engine, with its functions by path (`orders:create`). */
export type LoadedComponent = {
  readonly source: ComponentSource;
  readonly functions: ReadonlyMap<string, ExportedFunction>;
  readonly router: HttpRouter | null;
};

type Exports = Record<string, unknown>;
type Modules = ComponentSource["modules"];
const importLimitMs = 4_000;

/** Loads one component of a push: one realm and one set of modules, which later calls share. */
export async function loadComponent(
  config: ComponentDefinitionConfig,
  settings: ComponentSettings,
): Promise<LoadedComponent> {
  const importers = await importersOf(config.functions, settings);
  const functions = new Map<string, ExportedFunction>();
  const modules: Modules = { "./_generated/api.js": async () => ({}) };
  const found: { router: HttpRouter | null } = { router: null };
  for (const { path, environment } of config.functions.filter(isEntryPoint)) {
    const exports = importers[environment](path);
    const name = path.replace(/\.js$/, "");
    const freshCopy = async () => (await importerOf("isolate", config.functions, settings))(path);
    const isFresh = settings.freshModules === true && environment === "isolate";
    const into = { functions, ...settings, ...(isFresh && { freshCopy }) };
    const hosted = hostModule(name, exports, into);
    if (path === "http.js") {
      found.router = trusted<HttpRouter>(exports["default"]);
      Object.assign(hosted, httpDispatcher(found.router, settings.logOfScheduled));
    }
    modules[`./${path}`] = async () => hosted;
  }
  return { source: { schema: await schemaOf(config.schema), modules }, functions, ...found };
}

const isEntryPoint = ({ path }: ModuleConfig): boolean =>
  !path.startsWith("_deps/") && !path.startsWith("auth.config");

type Environment = ModuleConfig["environment"];

async function importersOf(modules: readonly ModuleConfig[], settings: ComponentSettings) {
  const importer = (environment: Environment) => importerOf(environment, modules, settings);
  return { isolate: await importer("isolate"), node: await importer("node") };
}

/** Imports into a new realm. */
function importerOf(
  environment: Environment,
  modules: readonly ModuleConfig[],
  settings: ComponentSettings,
) {
  const own = modules.filter((one) => one.environment === environment);
  const sources = new Map(own.map(({ path, source }) => [path, withTimeChecks(source)]));
  const sourceMaps = new Map(
    own.flatMap(({ path, sourceMap }) => (sourceMap ? [[path, sourceMap]] : [])),
  );
  const origin = `convex:/${settings.path}/`;
  const mapping = { sourceMaps, origin, onSourceMap: registerSourceMap };
  const isNode = environment === "node";
  const context = isNode ? createNodeRealm(settings.env) : createRuntimeRealm(settings.env);
  const external = isNode ? { external: nodeModulesOf(settings.directory) } : {};
  return bundleImporter({ sources, ...mapping, ...external }, { context, limitMs: importLimitMs });
}

function hostModule(
  module: string,
  exports: Exports,
  into: {
    functions: Map<string, ExportedFunction>;
    logOfScheduled: LogOfScheduled;
    freshCopy?: () => Promise<Exports>;
  },
): Exports {
  const hosted: Exports = {};
  for (const [name, value] of Object.entries(exports)) {
    if (!isExportedFunction(value)) continue;
    const path = `${module}:${name}`;
    into.functions.set(path, value);
    const { logOfScheduled, freshCopy } = into;
    hosted[name] = hostFunction(path, value, {
      logOfScheduled,
      freshCopy: freshCopy && (async () => trusted<ExportedFunction>((await freshCopy())[name])),
    });
  }
  return hosted;
}

async function schemaOf(config: ModuleConfig | null): Promise<ComponentSource["schema"]> {
  if (config === null) return null;
  const context = createRuntimeRealm({});
  const sources = new Map([[config.path, config.source]]);
  const load = await bundleImporter({ sources }, { context, limitMs: importLimitMs });
  return trusted<ComponentSource["schema"]>(load(config.path)["default"]);
}
