export {
  startDeployment,
  type DeploymentInProcess,
  type DeploymentOptions,
  type RunningDeployment,
} from "./startDeployment.js";
export { pushApp } from "./cli/pushApp.js";
export { resetData } from "./cli/dataCommands.js";
export type { FsyncPolicy } from "./log/Log.js";
