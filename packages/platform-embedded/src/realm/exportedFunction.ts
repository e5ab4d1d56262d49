/** A function as a bundle exports it, with the `convex` of that bundle around it. */
export type ExportedFunction = {
  readonly isQuery?: boolean;
  readonly isMutation?: boolean;
  readonly isAction?: boolean;
  readonly isPublic?: boolean;
  readonly isInternal?: boolean;
  exportArgs(): string;
  exportReturns(): string;
  invokeQuery?(args: string): Promise<string>;
  invokeMutation?(args: string): Promise<string>;
  invokeAction?(requestId: string, args: string): Promise<string>;
};

/** Whether an export is a query, a mutation or an action. */
export function isExportedFunction(value: unknown): value is ExportedFunction {
  if (typeof value !== "function") return false;
  return (
    ["isQuery", "isMutation", "isAction"].some((kind) => kind in value) && "exportArgs" in value
  );
}

/** The kind of a function. */
export function kindOf(exported: ExportedFunction): "query" | "mutation" | "action" {
  if (exported.isQuery) return "query";
  return exported.isMutation ? "mutation" : "action";
}
