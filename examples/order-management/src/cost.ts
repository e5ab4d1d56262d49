import { brokenBudgets } from "./ledger/brokenBudgets.ts";
import { makeLedger } from "./ledger/makeLedger.ts";
import { renderLedger } from "./ledger/renderLedger.ts";
import { optionsOf } from "./terminal/optionsOf.ts";
import { runProgram } from "./terminal/runProgram.ts";
import { terminalOn } from "./terminal/Terminal.ts";

const help = `npm run cost -- [--json]

Runs every command of the example to each of its ends (executed, rejected, sent twice) and counts what it
reads and writes, as Convex would count it: documents delivered, and those that patch and replace read.

  --json   print one last line of JSON on stdout instead of tables:
           {"commands":[{"name","path","calls","indexRanges","allRanges","docsRead","docsWritten","inlineRows","tags",
           "bytesWritten","scheduled","loadReads","rateLimitCalls","rateLimitReads","rateLimitWrites",
           "wakeCalls","wakeReads","wakeWrites"}],"flatness":[{"what":"streamLength"|"storeSize","at","name","calls",
           "indexRanges","docsRead","docsWritten","wakeReads"}],"wakeUp":{"wakeCalls","wakeReads","wakeWrites","scheduled"}}
  --help   this text

Calls are those that the app's mutation makes into components. Rows of inline read models count in
inlineRows when they are written; what is read for them counts nowhere, nor do their index ranges. Tag rows
count in tags. bytesWritten is the size of what docsWritten counts. A command that has appended
events sees to it that who feeds the async read models is awake: wakeCalls, wakeReads and wakeWrites,
the same for any number of them; nothing is scheduled while it is awake. wakeUp is what it costs the one that
finds it asleep. Flatness compares executed commands with
1 and 1,000 events in the order's stream (a creation beside a stream of that length) and with 100 and 20,000
events in the store; those events are seeded, and the order holds one item at any length, so that every
command has something to do.

It exits with 1 when a number is over its budget or grows.
`;

await runProgram(async (args) => {
  const options = optionsOf(args, {
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  if (!options.help) return await run(options);
  process.stdout.write(help);
  return 0;
});

async function run({ json }: { json: boolean }): Promise<number> {
  const { print, colors } = terminalOn(json ? process.stderr : process.stdout);
  const ledger = await makeLedger();
  const broken = brokenBudgets(ledger);
  if (json) process.stdout.write(`${JSON.stringify(ledger)}\n`);
  else print(...renderLedger(ledger, colors));
  if (broken.length > 0) print("", ...broken.map((sentence) => colors.red(`✗ ${sentence}`)));
  return broken.length > 0 ? 1 : 0;
}
