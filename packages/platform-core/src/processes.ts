/** Process managers: what happens after an event. */
export { defineProcess, type Process, type Reacting } from "./declarations/defineProcess.js";
export { complete, fail, send, type Effect, type Effects } from "./declarations/processEffects.js";
export type { InstanceStatus, ProcessInstance, ProcessStep } from "./contract/processes.js";
