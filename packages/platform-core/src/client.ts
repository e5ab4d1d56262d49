export { makeCommandId } from "./client/makeCommandId.js";
export { unwrap, OutcomeError } from "./client/unwrap.js";
export { classifyError, type ClassifiedError } from "./client/classifyError.js";
export { sendCommand, type CommandSender, type SendOptions } from "./client/sendCommand.js";
export type { CommandMeta } from "./envelope.js";
export type { Executed, Position, Refused, Rejected } from "./outcome.js";
