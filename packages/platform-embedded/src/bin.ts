#!/usr/bin/env node
import { printError } from "./cli/print.js";
import { runCommand } from "./cli/runCommand.js";

process.exitCode = await runCommand(process.argv.slice(2)).catch((error: unknown) => {
  printError((error as Error).message);
  return 1;
});
