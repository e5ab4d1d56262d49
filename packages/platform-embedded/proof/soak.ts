import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { crashRun, type CrashReport } from "./crashRun.ts";
import { prepareData } from "./prepareData.ts";
import { printTable } from "./printTable.ts";
import { soakRun } from "./soakRun.ts";

const helpText = `npm run soak -- [--minutes 2]   20 clients, scheduled functions, a workpool and a cron
npm run soak -- --crashes 20    kills the server under load, as often, with a seed each
  --first-seed 1   of the first crash
`;

const program = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    minutes: { type: "string", default: "2" },
    crashes: { type: "string" },
    "first-seed": { type: "string", default: "1" },
  },
});
if (values.help) process.stdout.write(helpText);
else process.exitCode = await withData(values.crashes === undefined ? soak : crashes);

async function withData(body: (data: string) => Promise<boolean>): Promise<number> {
  const data = mkdtempSync(path.join(tmpdir(), "platform-embedded-soak-"));
  try {
    await prepareData(program, data);
    return (await body(data)) ? 0 : 1;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function crashes(data: string): Promise<boolean> {
  const reports: CrashReport[] = [];
  for (let i = 0; i < Number(values.crashes); i++) {
    reports.push(await crashRun({ program, data }, Number(values["first-seed"]) + i));
    if (process.stderr.isTTY) process.stderr.write(`\r${reports.length} runs `);
  }
  printTable(reports);
  const lost = sum(reports, "lost");
  const duplicated = sum(reports, "duplicated");
  const others = (["changed", "unfinished", "halves", "changedByRest"] as const).map((name) =>
    sum(reports, name),
  );
  const isGood = [lost, duplicated, ...others].every((count) => count === 0);
  process.stdout.write(
    `${isGood ? "✓" : "✗"} ${reports.length} kills under load: ${sum(reports, "acknowledged")} writes acknowledged ` +
      `before a kill, ${lost} lost, ${duplicated} there twice\n`,
  );
  return isGood;
}

function sum(reports: readonly CrashReport[], name: keyof CrashReport): number {
  return reports.reduce((total, report) => total + report[name], 0);
}

async function soak(data: string): Promise<boolean> {
  const lines = await soakRun({ program, data }, Number(values.minutes) * 60_000);
  for (const { name, value, isGood } of lines) {
    process.stdout.write(
      `${isGood === undefined ? " " : isGood ? "✓" : "✗"} ${name.padEnd(52)} ${value}\n`,
    );
  }
  return lines.every(({ isGood }) => isGood !== false);
}
