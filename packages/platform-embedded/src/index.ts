export {
  startDeployment,
  type DeploymentInProcess,
  type DeploymentOptions,
  type RunningDeployment,
} from "./host/startDeployment.js";
export { pushApp } from "./host/officialCli.js";
export { resetData } from "./cli/dataCommands.js";
export type { FsyncPolicy } from "./storage/Log.js";
