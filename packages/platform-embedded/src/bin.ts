#!/usr/bin/env node
import { trusted } from "./boundary.js";
import { printError } from "./cli/print.js";
import { runCommand } from "./cli/runCommand.js";

process.exitCode = await runCommand(process.argv.slice(2)).catch((error: unknown) => {
  printError(trusted<Error>(error).message);
  return 1;
});
