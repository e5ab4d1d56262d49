import { demoHelp, demoOptions, type DemoOptions } from "./demo/demoOptions.ts";
import { runDemo } from "./demo/runDemo.ts";
import { jsonLine } from "./summary/jsonLine.ts";
import { isGood } from "./summary/Report.ts";
import { runProgram } from "./terminal/runProgram.ts";
import { terminalOn } from "./terminal/Terminal.ts";

await runProgram(async (args, signal) => {
  const options = demoOptions(args);
  if (!options.help) return await run(options, signal);
  process.stdout.write(demoHelp);
  return 0;
});

async function run(options: DemoOptions, signal: AbortSignal): Promise<number> {
  const terminal = terminalOn(options.json ? process.stderr : process.stdout);
  const report = await runDemo(options, { terminal, signal });
  if (report === null) return 0;
  const { red } = terminal.colors;
  if (report.imported.length === 0) terminal.print("", red("Nothing could be imported."));
  if (options.json) process.stdout.write(`${jsonLine(report)}\n`);
  return isGood(report) ? 0 : 1;
}
