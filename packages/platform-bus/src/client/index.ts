export { CommandBus } from "./CommandBus.js";
export { fingerprint } from "@convex-es/platform-base";
export {
  assertCommandId,
  defaultRetentionMs,
  isCommandId,
  maxRetentionMs,
} from "../contract/checks.js";
export type { ComponentApi } from "../component/_generated/component.js";
export type { BusErrorCode, BusErrorData } from "../contract/errors.js";
export {
  type Attempt,
  type Beginning,
  type CommandRecord,
  type CommandStatus,
  type Completion,
  type CorrelationPage,
  type Ending,
  type Misuse,
  type Outcome,
  type Recording,
  type Settlement,
  vCommandStatus,
  vCorrelationPage,
  vOutcome,
} from "../contract/commands.js";
