import { analyzeModule } from "./analyzeModule.ts";
import { createRealm, importPhaseGlobals } from "./createRealm.ts";
import { literalReferences, observeReferences, REFERENCE_OBSERVER } from "./functionReferences.ts";
import { importBundle } from "./importBundle.ts";
import type { AnalyzedModule } from "./pushAnalysis.ts";
import type { ModuleConfig } from "./pushRequest.ts";

/** Outcome of analysing all modules of one definition. */
export interface ModulesAnalysis {
  readonly modules: Readonly<Record<string, AnalyzedModule>>;
  /** Modules of the Node runtime, which are bundled but not imported here. */
  readonly nodeModules: ReadonlySet<string>;
  /** Function paths the code refers to by name, each with the module that does. */
  readonly references: readonly { readonly path: string; readonly from: string }[];
  readonly problems: readonly string[];
}

/** Imports each function module in a world of its own and reads its functions; a module that cannot be imported becomes a problem. */
export async function analyzeModules(
  configs: readonly ModuleConfig[],
  env: Readonly<Record<string, string>>,
): Promise<ModulesAnalysis> {
  const isolate = configs.filter((one) => one.environment === "isolate");
  const sources = new Map(isolate.map((one) => [one.path, observeReferences(one.source)]));
  const modules: Record<string, AnalyzedModule> = {};
  const problems: string[] = [];
  const references = isolate.flatMap(({ path, source }) =>
    literalReferences(source).map((reference) => ({ path: reference, from: path })),
  );
  for (const path of [...sources.keys()].filter(isEntryPoint).sort()) {
    const note = (reference: string) => references.push({ path: reference, from: path });
    try {
      modules[path] = analyzeModule(path, await importBundle(path, { sources }, realm(env, note)));
    } catch (error) {
      problems.push(`${path} cannot be analysed: ${reasonOf(error)}`);
    }
  }
  return { modules, nodeModules: pathsOf(configs, "node"), references, problems };
}

function isEntryPoint(path: string): boolean {
  return !path.startsWith("_deps/") && !path.startsWith("auth.config");
}

function realm(env: Readonly<Record<string, string>>, note: (reference: string) => void) {
  const observer = (reference: string) => {
    note(reference);
    return reference;
  };
  return createRealm(env, { ...importPhaseGlobals(), [REFERENCE_OBSERVER]: observer });
}

function pathsOf(configs: readonly ModuleConfig[], environment: string): Set<string> {
  return new Set(configs.filter((one) => one.environment === environment).map((one) => one.path));
}

/** The first line of what a module threw; errors of another realm are no `instanceof Error` here. */
export function reasonOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return String(message ?? error).split("\n", 1)[0] ?? "";
}
