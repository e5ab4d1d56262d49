/** For a component that keeps command records among its own tables, and settles and records in calls of its own. */
export { vAttempt, vCaused, vOutcome, vSettlement } from "./contract/commands.js";
export { commandTables } from "./contract/tables.js";
export { record } from "./server/record.js";
export { settle } from "./server/settle.js";
