#!/usr/bin/env node
import path from "node:path";
import { parseArgs } from "node:util";
import { checkCodegen } from "./checkCodegen.ts";
import { codegenTargets, generate } from "./codegen.ts";
import { deployCheck } from "./deployCheck.ts";
import { startStandIn } from "./standIn/startStandIn.ts";

const HELP = `The official Convex CLI, offline.

Usage: node tools/convex-offline/src/cli.ts <command> [options]

Commands
  codegen [names...]   write _generated of the component packages, then of the app
                       (names: only these, e.g. platform-store)
  codegen --check      fail with a diff when _generated is out of date; changes nothing
  deploy-check         what \`convex deploy\` would refuse, and what it would deploy

Options
  --root <dir>         repository to work on (default: the one this tool is in)
  --verbose            show the output of the official CLI
  -h, --help           this text

Exit code 0, or 1 with the reason.`;

const OPTIONS = {
  check: { type: "boolean", default: false },
  root: { type: "string", default: path.resolve(import.meta.dirname, "../../..") },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [command, ...names] = positionals;
  if (values.help) return console.log(HELP);
  if (command === undefined) throw new Error(HELP);
  const root = path.resolve(values.root);
  const run = { root, verbose: values.verbose, signal, say: (line: string) => console.log(line) };
  if (command === "codegen") {
    const targets = codegenTargets(root, names);
    await using standIn = await startStandIn();
    await (values.check ? checkCodegen : generate)(targets, { ...run, standIn });
    return console.log(values.check ? "Generated code is up to date." : "Generated.");
  }
  if (command !== "deploy-check") throw new Error(`Unknown command "${command}".\n\n${HELP}`);
  if (names.length > 0 || values.check)
    throw new Error("deploy-check takes no names and no --check");
  await using standIn = await startStandIn();
  await deployCheck({ ...run, standIn });
}

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () =>
    interruption.abort(new Error(`Stopped by ${name}; nothing is left running.`)),
  );
}
try {
  await main(process.argv.slice(2), interruption.signal);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
