export { analyzePush } from "./analysis/analyzePush.ts";
export { PushRefused } from "./analysis/PushRefused.ts";
export { createRealm } from "./bundle/createRealm.ts";
export { bundleImporter } from "./bundle/importBundle.ts";
export type { ChildComponent, CronSpec, PushAnalysis } from "./protocol/pushAnalysis.ts";
export type { AnalyzedDefinition, ComponentNode, PushedApp } from "./protocol/pushAnalysis.ts";
export {
  definitionsOf,
  type ComponentDefinitionConfig,
  type ModuleConfig,
  type PushRequest,
} from "./protocol/pushRequest.ts";
export { deployEndpoints, type DeployEndpoints } from "./endpoints/deployEndpoints.ts";
