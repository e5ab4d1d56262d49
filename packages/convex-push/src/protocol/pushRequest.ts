/** One bundled file of a push, as the official CLI sends it. */
export type ModuleConfig = {
  readonly path: string;
  readonly source: string;
  readonly environment: "isolate" | "node";
  /** JSON of the map from `source` to what the developer wrote. */
  readonly sourceMap?: string | undefined;
};

/** One component definition of a push: its `convex.config`, schema and function modules. */
export type ComponentDefinitionConfig = {
  readonly definitionPath: string;
  readonly definition: ModuleConfig | null;
  readonly dependencies: readonly string[];
  readonly schema: ModuleConfig | null;
  readonly functions: readonly ModuleConfig[];
  readonly udfServerVersion: string;
};

/** The app's own part of a push; unlike a component it may come without a `convex.config`. */
export type AppDefinitionConfig = {
  readonly definition: ModuleConfig | null;
  readonly dependencies: readonly string[];
  readonly schema: ModuleConfig | null;
  readonly changedModules: readonly ModuleConfig[];
  readonly udfServerVersion: string;
};

/** Body of `start_push`; `forCodegen` marks the synthetic app of `codegen --component-dir`. */
export type PushRequest = {
  readonly appDefinition: AppDefinitionConfig;
  readonly componentDefinitions: readonly ComponentDefinitionConfig[];
  readonly forCodegen?: boolean | undefined;
};

/** Lists every definition of a push in one shape; the app has the path "". */
export function definitionsOf(request: PushRequest): ComponentDefinitionConfig[] {
  const { changedModules, ...app } = request.appDefinition;
  return [
    { ...app, definitionPath: "", functions: changedModules },
    ...request.componentDefinitions,
  ];
}
