/**
 * What tells the tools whose output we capture to colour it: as their own terminal would, were
 * there one.
 */
export const colorChoice = process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
