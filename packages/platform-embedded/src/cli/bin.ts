#!/usr/bin/env node
import { runCommand } from "./runCommand.js";

process.exitCode = await runCommand(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`platform-embedded: ${(error as Error).message}`);
  return 1;
});
