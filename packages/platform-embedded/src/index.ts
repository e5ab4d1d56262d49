export {
  startDeployment,
  type DeploymentInProcess,
  type DeploymentOptions,
  type RunningDeployment,
} from "./host/startDeployment.js";
export { pushApp, type PushOptions } from "./host/pushApp.js";
export { resetData } from "./cli/dataCommands.js";
export type { FsyncPolicy } from "./storage/Log.js";
