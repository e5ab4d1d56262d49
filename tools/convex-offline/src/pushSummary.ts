import type { AnalyzedDefinition, ComponentNode, PushedApp } from "@convex-es/convex-push";
import { definitionsOf, type ComponentDefinitionConfig } from "@convex-es/convex-push";

/** Describes a push in a table: functions, tables, indexes and bundle size of the app and of each installed component. */
export function pushSummary({ request, analysis }: PushedApp): string[] {
  const configs = new Map(definitionsOf(request).map((one) => [one.definitionPath, one]));
  const rows = installed(analysis.app).map(({ componentPath, definitionPath }) => {
    const counts = countsOf(analysis.analysis[definitionPath], configs.get(definitionPath));
    return [componentPath || "(app)", ...counts.map(String)];
  });
  const bundle = definitionsOf(request).reduce((sum, one) => sum + bytesOf(one), 0);
  const header = ["component", "public", "internal", "tables", "indexes", "http", "crons", "bytes"];
  return [
    ...table([header, ...rows]),
    `A deployment would take this: ${rows.length - 1} components, ${bundle} bytes of bundles.`,
  ];
}

function installed(node: ComponentNode): ComponentNode[] {
  return [node, ...Object.values(node.childComponents).flatMap(installed)];
}

function countsOf(
  definition: AnalyzedDefinition | undefined,
  config: ComponentDefinitionConfig | undefined,
): number[] {
  const modules = Object.values(definition?.functions ?? {});
  const functions = modules.flatMap((module) => module.functions);
  const tables = definition?.schema?.tables ?? [];
  return [
    functions.filter((one) => one.visibility?.kind === "public").length,
    functions.filter((one) => one.visibility?.kind !== "public").length,
    tables.length,
    tables.reduce((sum, one) => sum + one.indexes.length, 0),
    modules.reduce((sum, one) => sum + (one.httpRoutes?.length ?? 0), 0),
    modules.reduce((sum, one) => sum + (one.cronSpecs?.length ?? 0), 0),
    config === undefined ? 0 : bytesOf(config),
  ];
}

function bytesOf({ functions, schema }: ComponentDefinitionConfig): number {
  const modules = schema === null ? functions : [...functions, schema];
  return modules.reduce((sum, { source }) => sum + Buffer.byteLength(source), 0);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  "),
  );
}
