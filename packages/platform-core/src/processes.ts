/** Process managers: what happens after an event. */
export { defineProcess } from "./processes/defineProcess.js";
export type { Process, Reacting } from "./declarations/defineProcess.js";
export { complete, fail, send, type Effect, type Effects } from "./declarations/processEffects.js";
export type { InstanceStatus, ProcessInstance, ProcessStep } from "./contract/processes.js";
