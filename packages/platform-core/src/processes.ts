/** Process managers: what happens after an event. */
export { defineProcess } from "./processes/defineProcess.js";
export type {
  Process,
  ProcessOptions,
  Reacting,
  TimerGiven,
} from "./declarations/defineProcess.js";
export {
  cancelTimer,
  complete,
  fail,
  send,
  timer,
  type Effect,
  type Effects,
} from "./declarations/processEffects.js";
export type { InstanceStatus, ProcessInstance, ProcessStep } from "./contract/processes.js";
export type { ListedTimer } from "./contract/timers.js";
