/** From the most talkative to the gravest; a logger of one level writes that and all after it. */
export const logLevels = ["DEBUG", "TRACE", "INFO", "REPORT", "WARN", "ERROR"] as const;

/** How much a line matters: REPORT is the one line per command, WARN the default of a platform. */
export type LogLevel = (typeof logLevels)[number];
