import type { PushRequest } from "./pushRequest.ts";

/** A validator as Convex writes it to JSON; only the parts that the checks look into are typed. */
export type ValidatorJson = {
  readonly type: string;
  readonly tableName?: string;
  readonly value?: unknown;
  readonly [key: string]: unknown;
};

/** A function that a module exports; `args` and `returns` are serialised validators. */
export type AnalyzedFunction = {
  readonly name: string;
  readonly pos: null;
  readonly udfType: "Query" | "Mutation" | "Action";
  readonly visibility: { readonly kind: "public" | "internal" } | null;
  readonly args: string;
  readonly returns: string;
};

/** One scheduled entry of `crons.ts`; `spec.name` is the function's path. */
export type CronSpec = {
  readonly identifier: string;
  readonly spec: { readonly name: string };
};

/** What a function module exports, with routes for `http.ts` and entries for `crons.ts`. */
export type AnalyzedModule = {
  readonly functions: readonly AnalyzedFunction[];
  readonly httpRoutes: readonly { route: { path: string; method: string }; pos: null }[] | null;
  readonly cronSpecs: readonly CronSpec[] | null;
  readonly sourceMapped: null;
};

/** A table of an exported schema. */
export type TableJson = {
  readonly tableName: string;
  readonly indexes: readonly IndexJson[];
  readonly searchIndexes?: readonly { readonly indexDescriptor: string }[];
  readonly vectorIndexes?: readonly { readonly indexDescriptor: string }[];
  readonly documentType: ValidatorJson | null;
};

/** A database index of a table, without the creation time that Convex appends. */
export type IndexJson = {
  readonly indexDescriptor: string;
  readonly fields: readonly string[];
};

/** An exported schema. */
export type SchemaJson = {
  readonly tables: readonly TableJson[];
  readonly schemaValidation: boolean;
};

/** A value that a parent gives to a child's environment variable. */
export type EnvBinding =
  | { readonly type: "value"; readonly value: string }
  | { readonly type: "envVar"; readonly name: string };

/** A child component as its parent's `convex.config` installs it. */
export type ChildComponent = {
  readonly name: string;
  readonly path: string;
  readonly env: readonly (readonly [string, EnvBinding])[] | null;
};

/** Tree of the public functions of a component, as its parent sees them. */
export type ExportTree =
  | { readonly type: "leaf"; readonly leaf: string }
  | { readonly type: "branch"; readonly branch: readonly (readonly [string, ExportTree])[] };

/** What a `convex.config` says once evaluated, with the exports derived from its functions. */
export type EvaluatedDefinition = {
  readonly path: string;
  readonly definitionType:
    { readonly type: "app" } | { readonly type: "childComponent"; readonly name: string };
  readonly childComponents: readonly ChildComponent[];
  readonly httpMounts: Readonly<Record<string, string>>;
  readonly exports: ExportTree;
  readonly envVars?: readonly (readonly [
    string,
    { readonly value: string; readonly optional?: boolean },
  ])[];
};

/** Everything known about one definition after analysis. */
export type AnalyzedDefinition = {
  readonly definition: EvaluatedDefinition;
  readonly schema: SchemaJson | null;
  readonly functions: Readonly<Record<string, AnalyzedModule>>;
  readonly udfConfig: {
    readonly serverVersion: string;
    readonly importPhaseRngSeed: object;
    readonly importPhaseUnixTimestamp: object;
  };
};

/** An installed component and its children; the app is the root. */
export type ComponentNode = {
  readonly definitionPath: string;
  readonly componentPath: string;
  readonly args: object;
  readonly childComponents: Readonly<Record<string, ComponentNode>>;
  readonly httpRoutes: {
    readonly httpModuleRoutes: readonly { path: string; method: string }[] | null;
    readonly mounts: readonly string[];
  };
  readonly exports: object;
};

/** Response of `start_push`: what the CLI renders `_generated` from. */
export type PushAnalysis = {
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly externalDepsId: null;
  readonly componentDefinitionPackages: object;
  readonly appAuth: readonly never[];
  readonly analysis: Readonly<Record<string, AnalyzedDefinition>>;
  readonly app: ComponentNode;
  readonly schemaChange: { allocatedComponentIds: object; schemaIds: object; indexDiffs: object };
};

/** A push that was analysed and accepted. */
export type PushedApp = {
  readonly request: PushRequest;
  readonly analysis: PushAnalysis;
};
