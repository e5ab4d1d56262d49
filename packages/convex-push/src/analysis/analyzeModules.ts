import type { AnalysisOptions } from "./analysisOptions.ts";
import { analyzeModule } from "./analyzeModule.ts";
import { createRealm, importPhaseGlobals } from "../bundle/createRealm.ts";
import { importBundle } from "../bundle/importBundle.ts";
import { literalReferences, type PathReference } from "./references.ts";
import { observeReferences, observerName, referenceObserver } from "./references.ts";
import type { AnalyzedModule } from "../protocol/pushAnalysis.ts";
import type { ModuleConfig } from "../protocol/pushRequest.ts";
import { reasonOf } from "../bundle/importBundle.ts";

/** Outcome of analysing all modules of one definition. */
export type ModulesAnalysis = {
  readonly modules: Readonly<Record<string, AnalyzedModule>>;
  /** Modules of the Node runtime, which are bundled but not imported here. */
  readonly nodeModules: ReadonlySet<string>;
  /** References by path, made at import time or written out in the source. */
  readonly references: readonly PathReference[];
  readonly problems: readonly string[];
};

/** Imports each function module in its own realm and reads its functions; one that cannot be imported becomes a problem. */
export async function analyzeModules(
  configs: readonly ModuleConfig[],
  { env, importLimitMs }: AnalysisOptions,
): Promise<ModulesAnalysis> {
  const isolate = configs.filter((one) => one.environment === "isolate");
  const original = new Map(isolate.map(({ path, source }) => [path, source]));
  const sources = new Map(isolate.map(({ path, source }) => [path, observeReferences(source)]));
  const references = literalReferences(original);
  const modules: Record<string, AnalyzedModule> = {};
  const problems: string[] = [];
  for (const path of [...sources.keys()].filter(isEntryPoint).sort()) {
    const observer = referenceObserver((to) => references.push({ path: to, from: path }));
    const context = createRealm(env, { ...importPhaseGlobals(), [observerName]: observer });
    const realm = { context, limitMs: importLimitMs };
    try {
      modules[path] = analyzeModule(path, await importBundle(path, { sources }, realm));
    } catch (error) {
      problems.push(`${path} cannot be analysed: ${reasonOf(error)}`);
    }
  }
  const node = configs.filter((one) => one.environment === "node");
  return { modules, nodeModules: new Set(node.map(({ path }) => path)), references, problems };
}

function isEntryPoint(path: string): boolean {
  return !path.startsWith("_deps/") && !path.startsWith("auth.config");
}
