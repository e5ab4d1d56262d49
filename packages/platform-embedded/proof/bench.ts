import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { measureClients } from "./bench/measureClients.ts";
import { measureInProcess } from "./bench/measureInProcess.ts";
import { measurePush } from "./bench/measurePush.ts";

const documentCount = 100_000;
const targetByFigure = {
  readyMs: { target: 1_000, about: "ready after the push, ms" },
  pushMs: { target: 5_000, about: "push of the example, --typecheck disable, ms" },
  pointQueryMs: { target: 0.2, about: "point query by index, in process, ms (median)" },
  insertMs: { target: 0.3, about: "insert, in process, ms (median)" },
  otherClientP95Ms: { target: 15, about: "a write seen by another of 20 clients, ms (p95)" },
  pipelinedMutationsPerSecond: { target: 3_000, about: "mutations/s pipelined over WebSocket" },
};
type Name = keyof typeof targetByFigure;

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const program = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), "platform-embedded-bench-"));
try {
  const figures: Record<Name, number> = {
    ...(await measurePush(program, path.join(scratch, "example"))),
    ...(await measureInProcess(path.join(scratch, "fixture"), documentCount)),
    ...(await measureClients(program, path.join(scratch, "clients"))),
  };
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.version}`;
  if (values.json) printJson(figures, machine);
  else printTargets(figures, machine);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function printJson(figures: Record<Name, number>, machine: string): void {
  const rounded = Object.entries(targetByFigure).map(([name]) => [
    name,
    rounded3(figures[name as Name]),
  ]);
  const line = { ...Object.fromEntries(rounded), documents: documentCount, machine } as object;
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function printTargets(figures: Record<Name, number>, machine: string): void {
  process.stdout.write(`${documentCount} documents in a table, ${machine}\n`);
  for (const [name, { target, about }] of Object.entries(targetByFigure)) {
    const figure = figures[name as Name];
    const isRate = name === "pipelinedMutationsPerSecond";
    const isReached = isRate ? figure >= target : figure <= target;
    const [is, bound] = [String(rounded3(figure)).padStart(9), `${isRate ? "≥" : "≤"} ${target}`];
    process.stdout.write(`${isReached ? "✓" : "✗"} ${about.padEnd(50)} ${is}   ${bound}\n`);
  }
}

function rounded3(figure: number): number {
  return Number(figure.toFixed(figure < 10 ? 3 : 0));
}
