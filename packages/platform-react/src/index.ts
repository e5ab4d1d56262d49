export {
  useCommand,
  type CommandFailed,
  type CommandMutation,
  type CommandState,
  type SendCommand,
  type UseCommandOptions,
} from "./useCommand.js";
export { useReadModel, type UseReadModelOptions } from "./useReadModel.js";
export { useReactiveView, type ReactiveQuery } from "./useReactiveView.js";
export type { ReadModelState } from "./ReadModelState.js";
