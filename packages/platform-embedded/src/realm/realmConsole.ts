import { inspect } from "node:util";
import { currentScope } from "./functionScope.js";

const levelByMethod = { log: "LOG", info: "INFO", warn: "WARN", error: "ERROR", debug: "DEBUG" };
const longestLine = 4_096;

type Write = (...values: unknown[]) => void;

/** The `console` of a realm: every call becomes one log line of the function that made it. */
export function realmConsole(): Record<string, Write> {
  const write = (level: string): Write => {
    return (...values: unknown[]) => {
      const text = values.map((value) => inspect(value, { depth: 6 })).join(" ");
      currentScope()?.log(`[${level}] ${text.slice(0, longestLine)}`);
    };
  };
  const entries = Object.entries(levelByMethod).map(
    ([name, level]) => [name, write(level)] as const,
  );
  return { ...Object.fromEntries(entries), trace: write("LOG"), table: write("LOG") };
}
