import { dollarsOf } from "./format.ts";
import type { Report } from "./Report.ts";

/** The machine-readable last line of the demo. */
export function jsonLine({
  imported,
  refused,
  commands,
  speed,
  repeat,
  verification,
}: Report): string {
  return JSON.stringify({
    orders: imported.length,
    lines: imported.reduce((sum, { lines }) => sum + lines.length, 0),
    refused: refused.length,
    grossValue: Number(dollarsOf(verification.input)),
    commands,
    commandsPerSecond: rounded(speed.commandsPerSecond),
    p50Ms: rounded(speed.p50Ms),
    p95Ms: rounded(speed.p95Ms),
    p99Ms: rounded(speed.p99Ms),
    secondPassWrites: repeat?.writes ?? null,
  });
}

const rounded = (number: number) => Number(number.toFixed(3));
