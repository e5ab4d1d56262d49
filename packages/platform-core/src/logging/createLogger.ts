import { trusted } from "../contract/boundary.js";
import { jsonLine } from "./jsonLine.js";
import { logLevels, type LogLevel } from "./logLevels.js";

/** What a line says beside its message: any values, int64 and cycles included. */
export type LogFields = Record<string, unknown>;

/** What a logger writes, and where to. */
export type LogOptions = {
  /** The least level that is written (default WARN). */
  level?: LogLevel | undefined;
  /** Where lines go (default: the console, and so Convex's log). What it throws is dropped. */
  sink?: ((line: string, level: LogLevel) => void) | undefined;
};

type Write = (message: string, fields?: LogFields) => void;

/** Writes structured lines of one scope; no method ever throws. */
export type Logger = Readonly<Record<Lowercase<LogLevel>, Write>> & {
  readonly scope: string;
  /** Whether lines of a level are written: ask before computing costly fields. */
  writes(level: LogLevel): boolean;
  /** A logger of a part, `orders` → `orders.import`, that writes as this one does. */
  within(part: string): Logger;
};

/**
 * Makes a logger: each line is one JSON object with level, scope, message and fields. In queries and mutations as anywhere.
 *
 * @example
 * const log = createLogger("shipping", { level: "INFO" });
 * log.info("label printed", { orderId });
 */
export function createLogger(scope: string, options: LogOptions = {}): Logger {
  const { level: least = "WARN", sink = consoleSink } = options;
  const writes = (level: LogLevel) => logLevels.indexOf(level) >= logLevels.indexOf(least);
  const write = (level: LogLevel, message: string, fields: LogFields = {}) => {
    if (writes(level)) deliver(sink, jsonLine({ level, scope, message }, fields), level);
  };
  const writers = logLevels.map((level) => [
    level.toLowerCase(),
    (message: string, fields?: LogFields) => write(level, message, fields),
  ]);
  const within = (part: string) => createLogger(`${scope}.${part}`, options);
  return { ...trusted<Logger>(Object.fromEntries(writers)), scope, writes, within };
}

function deliver(sink: NonNullable<LogOptions["sink"]>, line: string, level: LogLevel): void {
  try {
    // A sink may turn out to be asynchronous.
    const delivered: unknown = sink(line, level);
    if (delivered instanceof Promise) delivered.catch(() => undefined);
  } catch {
    // A log that cannot be written must not fail what it tells of.
  }
}

const consoleMethods = { ERROR: "error", WARN: "warn" } as const;

const consoleSink = (line: string, level: LogLevel) => {
  const method = level === "ERROR" || level === "WARN" ? consoleMethods[level] : "log";
  // eslint-disable-next-line no-console -- the console is the log of a Convex function
  console[method](line);
};
