import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { loadComponents } from "./app/components.ts";
import { measureProjections, type Run, type Size } from "./bench/measureProjections.ts";

const help = `npm run bench:projections -- [--json]

Fills a log with events of sixteen fields over 400 streams while nobody listens, then measures how an async read
model catches up with it, and how it is built again.

  --json   print one last line of JSON on stdout instead of a table:
           {"runs":[{"what","events","partitions","batchSize","eventsPerSecond","transactions","writesPerEvent",
           "criticalPath"}]}
  --help   this text

It runs on convex-test in one thread, with an index mirror and every read and write recorded: events per second tell
what the platform's own code takes there. What partitions gain shows in criticalPath: the longest chain of
transactions that have to wait for one another.
`;

const sizes: Size[] = [
  { events: 1_000, partitions: 1 },
  { events: 10_000, partitions: 1 },
  { events: 10_000, partitions: 4 },
  { events: 50_000, partitions: 1 },
];

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) process.stdout.write(help);
else await run(values.json);

async function run(json: boolean): Promise<void> {
  const components = await loadComponents();
  progress("warming up");
  await measureProjections(components, { events: 2_000, partitions: 1 });
  const runs: Run[] = [];
  for (const size of sizes) {
    progress(`${size.events} events, ${size.partitions} partition(s)`);
    runs.push(...(await measureProjections(components, size)));
  }
  progress("");
  if (json) process.stdout.write(`${JSON.stringify({ runs })}\n`);
  else print(runs);
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function print(runs: readonly Run[]): void {
  const rows = runs.map((each) => Object.values(each).map(String));
  const lines = [Object.keys(runs[0] ?? {}), ...rows];
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  for (const line of lines) {
    const cells = line.map((cell, i) => cell.padStart(widths?.[i] ?? 0));
    process.stdout.write(`${cells.join("  ")}\n`);
  }
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
}
