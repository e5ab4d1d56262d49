// For our own packages, which are released together: the checks that the component makes, to be made before an append.
export { eventFault, payloadFault, stateFault, tagsFault } from "../contract/faults.js";
export type { Fault } from "../contract/errors.js";
export type { Decision } from "../contract/commands.js";
