#!/usr/bin/env node
import { printError } from "./print.js";
import { runCommand } from "./runCommand.js";

process.exitCode = await runCommand(process.argv.slice(2)).catch((error: unknown) => {
  printError((error as Error).message);
  return 1;
});
