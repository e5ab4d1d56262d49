import { trusted } from "../boundary.ts";
import { defaultAnalysis, type AnalysisOptions } from "./analysisOptions.ts";
import { analyzeModules, type ModulesAnalysis } from "./analyzeModules.ts";
import { analyzeSchema } from "./analyzeSchema.ts";
import { checkIds } from "../checks/checkIds.ts";
import { checkInstallations } from "../checks/checkInstallations.ts";
import { checkSchema } from "../checks/checkSchema.ts";
import { componentTree } from "./componentTree.ts";
import { evaluateDefinitions } from "./evaluateDefinitions.ts";
import { exportTree } from "./exportTree.ts";
import type {
  AnalyzedDefinition,
  EvaluatedDefinition,
  ExportTree,
  PushAnalysis,
} from "../protocol/pushAnalysis.ts";
import { PushRefused } from "./PushRefused.ts";
import {
  definitionsOf,
  type ComponentDefinitionConfig,
  type PushRequest,
} from "../protocol/pushRequest.ts";
import { reasonOf } from "../bundle/importBundle.ts";
import { resolvesReference } from "./references.ts";

/**
 * Analyses a push as a deployment does before it takes it: evaluates definitions, imports every module in a
 * restricted realm, checks schemas, names, environment and references.
 * Throws one `PushRefused` with every problem found.
 * @param options the deployment's variables, which components do not see, and its limit
 */
export async function analyzePush(
  request: PushRequest,
  options: AnalysisOptions = defaultAnalysis,
): Promise<PushAnalysis> {
  const definitions = await evaluateDefinitions(request, options);
  const problems = checkInstallations(definitions, request.forCodegen !== true);
  const analysis: Record<string, AnalyzedDefinition> = {};
  for (const config of definitionsOf(request)) {
    const definition = trusted<EvaluatedDefinition>(definitions.get(config.definitionPath));
    const analyzed = await analyzeDefinition(config, options);
    const where = definition.path || "app";
    problems.push(...analyzed.problems.map((problem) => `${where}: ${problem}`));
    analysis[definition.path] = {
      definition: { ...definition, exports: analyzed.exports ?? definition.exports },
      schema: analyzed.schema,
      functions: analyzed.functions,
      udfConfig: udfConfig(config.udfServerVersion),
    };
  }
  if (problems.length > 0) throw new PushRefused(problems);
  return accepted(analysis);
}

type DefinitionAnalysis = Pick<AnalyzedDefinition, "schema" | "functions"> & {
  readonly exports: ExportTree | undefined;
  readonly problems: readonly string[];
};

async function analyzeDefinition(
  { schema: schemaModule, functions, definitionPath }: ComponentDefinitionConfig,
  options: AnalysisOptions,
): Promise<DefinitionAnalysis> {
  const env = definitionPath === "" ? options.env : defaultAnalysis.env;
  const analyzed = await analyzeModules(functions, { ...options, env });
  const schema = await attempt(() => (schemaModule ? analyzeSchema(schemaModule, options) : null));
  const exports = await attempt(() =>
    definitionPath === "" ? undefined : exportTree(analyzed.modules),
  );
  return {
    functions: analyzed.modules,
    schema: schema.value ?? null,
    exports: exports.value,
    problems: [
      ...schema.problems.map((problem) => `schema cannot be analysed: ${problem}`),
      ...(schema.value ? checkSchema(schema.value) : []),
      ...analyzed.problems,
      ...exports.problems,
      ...checkIds(schema.value ?? null, analyzed.modules),
      ...unresolvedReferences(analyzed),
    ],
  };
}

async function attempt<T>(step: () => T | Promise<T>): Promise<{ value?: T; problems: string[] }> {
  try {
    return { value: await step(), problems: [] };
  } catch (error) {
    return { problems: [reasonOf(error)] };
  }
}

function unresolvedReferences({ modules, nodeModules, references }: ModulesAnalysis): string[] {
  const cronTargets = (modules["crons.js"]?.cronSpecs ?? []).map((cron) => cron.spec.name);
  const all = [...references, ...cronTargets.map((path) => ({ path, from: "crons.js" }))];
  const missing = all.filter(({ path }) => !resolvesReference(path, modules, nodeModules));
  return [
    ...new Set(
      missing.map(({ path, from }) => `${from} refers to "${path}", which does not exist`),
    ),
  ];
}

function udfConfig(serverVersion: string): AnalyzedDefinition["udfConfig"] {
  return { serverVersion, importPhaseRngSeed: {}, importPhaseUnixTimestamp: {} };
}

function accepted(analysis: Readonly<Record<string, AnalyzedDefinition>>): PushAnalysis {
  return {
    environmentVariables: {},
    externalDepsId: null,
    componentDefinitionPackages: {},
    appAuth: [],
    analysis,
    app: componentTree(analysis),
    schemaChange: { allocatedComponentIds: {}, schemaIds: {}, indexDiffs: {} },
  };
}
