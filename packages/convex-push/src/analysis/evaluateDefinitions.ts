import { trusted } from "../boundary.ts";
import type { AnalysisOptions } from "./analysisOptions.ts";
import { createRealm } from "../bundle/createRealm.ts";
import { importBundle } from "../bundle/importBundle.ts";
import type { EvaluatedDefinition } from "../protocol/pushAnalysis.ts";
import { PushRefused } from "./PushRefused.ts";
import {
  definitionsOf,
  type ComponentDefinitionConfig,
  type PushRequest,
} from "../protocol/pushRequest.ts";
import { reasonOf } from "../bundle/importBundle.ts";

const appWithoutConfig = {
  definitionType: { type: "app" },
  childComponents: [],
  httpMounts: {},
  exports: { type: "branch", branch: [] },
} as const;

/**
 * Evaluates the `convex.config` of the app and of every component, children before parents.
 * Throws `PushRefused` when one is missing, throws, exports something else, or they form a cycle.
 */
export async function evaluateDefinitions(
  request: PushRequest,
  options: AnalysisOptions,
): Promise<Map<string, EvaluatedDefinition>> {
  const configs = new Map(definitionsOf(request).map((one) => [one.definitionPath, one]));
  const evaluated = new Map<string, EvaluatedDefinition>();
  const visit = async (path: string, parents: readonly string[]): Promise<void> => {
    if (evaluated.has(path)) return;
    const config = configs.get(path);
    if (config === undefined) throw new PushRefused([`Component "${path}" is not in the push`]);
    if (parents.includes(path)) throw new PushRefused([`Component "${path}" installs itself`]);
    for (const dependency of config.dependencies) await visit(dependency, [...parents, path]);
    evaluated.set(path, await evaluateDefinition(config, evaluated, options));
  };
  for (const path of configs.keys()) await visit(path, []);
  return evaluated;
}

async function evaluateDefinition(
  { definitionPath: path, definition, dependencies }: ComponentDefinitionConfig,
  evaluated: ReadonlyMap<string, EvaluatedDefinition>,
  { env, importLimitMs }: AnalysisOptions,
): Promise<EvaluatedDefinition> {
  if (definition === null) return { ...appWithoutConfig, path };
  const files = {
    sources: new Map([[definition.path, definition.source]]),
    defaults: Object.fromEntries(dependencies.map((child) => importedChild(child, evaluated))),
  };
  try {
    const realm = { context: createRealm(path === "" ? env : {}), limitMs: importLimitMs };
    const exports = await importBundle(definition.path, files, realm);
    return { ...exportedDefinition(exports), path };
  } catch (error) {
    throw new PushRefused([`convex.config of ${path || "the app"}: ${reasonOf(error)}`]);
  }
}

function importedChild(path: string, evaluated: ReadonlyMap<string, EvaluatedDefinition>) {
  const type = evaluated.get(path)?.definitionType;
  const defaultName = type?.type === "childComponent" ? type.name : undefined;
  const specifier = `_componentDeps/${Buffer.from(path).toString("base64url")}`;
  return [specifier, { componentDefinitionPath: path, defaultName }] as const;
}

function exportedDefinition(exports: Record<string, unknown>): Omit<EvaluatedDefinition, "path"> {
  const definition = trusted<{ export?(): Omit<EvaluatedDefinition, "path"> } | undefined>(
    exports["default"],
  );
  if (Object.keys(exports).length !== 1 || typeof definition?.export !== "function") {
    throw new Error("it must have one export, the default one, made by defineApp/defineComponent");
  }
  return structuredClone(definition.export());
}
