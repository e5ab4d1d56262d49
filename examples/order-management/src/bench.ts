import { benchReport } from "./bench/benchReport.ts";
import { renderBench } from "./bench/renderBench.ts";
import { runBench, type BenchOptions } from "./bench/runBench.ts";
import { optionsOf } from "./terminal/optionsOf.ts";
import { runProgram } from "./terminal/runProgram.ts";
import { terminalOn } from "./terminal/Terminal.ts";
import { UsageError } from "./terminal/UsageError.ts";

const help = `npm run bench -- [--n N] [--seed N] [--json]

Runs commands of the example in turns with mutations written by hand (examples/order-management/bench/control),
which read the order, insert the event and patch the order, and compares how long they take.

  --n N      measure each command N times on each side (default: 1000)
  --seed N   decides which side goes first, for every command again (default: the time)
  --json     print one last line of JSON on stdout instead of a table:
             {"commands":[{"name","n","platform":{"p50Ms","p95Ms"},"control":{"p50Ms","p95Ms"},"ratioP50",
             "ratioP95"}],"warmUp","seed","machine":{"cores","cpu","memoryGiB","node"}}
  --help     this text

Both sides run on convex-test in this process, every read and write recorded: the ratios tell what the platform's
own code and its documents cost there, not what a Convex deployment will take.
`;

await runProgram(async (args) => {
  const {
    n,
    seed,
    json,
    help: isAsked,
  } = optionsOf(args, {
    n: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  const options = { n: wholeOf("--n", n), seed: wholeOf("--seed", seed), warmUp: 100 };
  if (isAsked) process.stdout.write(help);
  else await run(options, json);
  return 0;
});

async function run(options: BenchOptions, json: boolean): Promise<void> {
  const { print, colors } = terminalOn(json ? process.stderr : process.stdout);
  const report = benchReport(await runBench(options), options);
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else print(...renderBench(report, colors));
}

function wholeOf(option: string, text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number >= 1) return number;
  throw new UsageError(`${option} takes a whole number from 1 on, not "${text}".`);
}
