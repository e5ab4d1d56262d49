import { dataDirectoryOf } from "./demo/dataDirectoryOf.ts";
import { demoHelp, demoOptions, type DemoOptions } from "./demo/demoOptions.ts";
import { printDeployment, printTitle } from "./demo/printStart.ts";
import { runDemo } from "./demo/runDemo.ts";
import { stayOpen } from "./demo/stayOpen.ts";
import { startDeployed } from "./deployed/startDeployed.ts";
import { readFolder } from "./import/readFolder.ts";
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

async function run(options: DemoOptions, signal: AbortSignal): Promise<number | null> {
  const { input, reset, push, json } = options;
  const folder = readFolder(input);
  const terminal = terminalOn(json ? process.stderr : process.stdout);
  const { print, colors } = terminal;
  printTitle(terminal, input, folder);
  const dataDirectory = options.dataDirectory ?? dataDirectoryOf(options);
  const warn = (message: string) => void print(colors.yellow(message));
  const example = await startDeployed({ dataDirectory, reset, push, warn }, signal);
  if (example === null) return null;
  await using running = example.running;
  printDeployment(terminal, running.url, dataDirectory);
  const report = await runDemo(example, { ...options, folder }, { terminal, signal });
  if (report === null) return null;
  if (report.imported.length === 0) print("", colors.red("Nothing could be imported."));
  if (json) process.stdout.write(`${jsonLine(report)}\n`);
  else if (!options.once && terminal.live !== null) await stayOpen(terminal, running.url, signal);
  return isGood(report) ? 0 : 1;
}
