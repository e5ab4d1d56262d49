export {
  createLogger,
  type Logger,
  type LogFields,
  type LogOptions,
} from "./logging/createLogger.js";
export { logLevels, type LogLevel } from "./logging/logLevels.js";
