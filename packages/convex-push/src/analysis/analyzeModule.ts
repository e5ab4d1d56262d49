import { trusted } from "../boundary.ts";
import type { AnalyzedFunction, AnalyzedModule, CronSpec } from "../protocol/pushAnalysis.ts";
import { sortedJson } from "./analyzeSchema.ts";

/** Reads the Convex functions, HTTP routes and crons off the exports of an imported module. */
export function analyzeModule(path: string, exports: Record<string, unknown>): AnalyzedModule {
  return {
    functions: Object.entries(exports).flatMap(([name, value]) => analyzeExport(name, value) ?? []),
    httpRoutes: path === "http.js" ? httpRoutes(exports["default"]) : null,
    cronSpecs: path === "crons.js" ? cronSpecs(exports["default"]) : null,
    sourceMapped: null,
  };
}

type RegisteredFunction = {
  exportArgs?(): string;
  exportReturns?(): string;
};

function analyzeExport(name: string, value: unknown): AnalyzedFunction | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function"))
    return undefined;
  const kinds = (["Query", "Mutation", "Action"] as const).filter((kind) => `is${kind}` in value);
  const [udfType] = kinds;
  if (udfType === undefined || kinds.length > 1) return undefined;
  const registered = trusted<RegisteredFunction>(value);
  return {
    name,
    pos: null,
    udfType,
    visibility: visibilityOf(value),
    args: canonical(registered.exportArgs?.() ?? '{"type":"any"}'),
    returns: canonical(registered.exportReturns?.() ?? "null"),
  };
}

function visibilityOf(value: object): AnalyzedFunction["visibility"] {
  if ("isPublic" in value) return { kind: "public" };
  return "isInternal" in value ? { kind: "internal" } : null;
}

function canonical(json: string): string {
  return JSON.stringify(sortedJson(JSON.parse(json)));
}

function httpRoutes(router: unknown): NonNullable<AnalyzedModule["httpRoutes"]> {
  const candidate = trusted<
    { isRouter?: boolean; getRoutes(): [string, string, unknown][] } | undefined
  >(router);
  if (!candidate?.isRouter) throw new Error("its default export is not an HttpRouter");
  return candidate.getRoutes().map(([path, method]) => ({ route: { path, method }, pos: null }));
}

function cronSpecs(crons: unknown): CronSpec[] {
  const candidate = trusted<{ isCrons?: boolean; export(): string } | undefined>(crons);
  if (!candidate?.isCrons) throw new Error("its default export is not made by cronJobs()");
  const specs = trusted<Record<string, CronSpec["spec"]>>(JSON.parse(candidate.export()));
  return Object.entries(specs).map(([identifier, spec]) => ({ identifier, spec }));
}
