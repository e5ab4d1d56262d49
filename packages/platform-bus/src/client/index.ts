export { CommandBus } from "./CommandBus.js";
export { fingerprint } from "./fingerprint.js";
export { assertCommandId, isCommandId } from "../component/commandId.js";
export type { ComponentApi } from "../component/_generated/component.js";
export type { BusErrorCode, BusErrorData } from "../component/errors.js";
export {
  type Attempt,
  type CommandRecord,
  type Misuse,
  type Outcome,
  type Recording,
  type Settlement,
  vOutcome,
} from "../component/shared.js";
