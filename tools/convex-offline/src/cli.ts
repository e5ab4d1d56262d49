#!/usr/bin/env node
import path from "node:path";
import { parseArgs } from "node:util";
import { checkCodegen } from "./checkCodegen.ts";
import { codegenTargets } from "./codegenTargets.ts";
import { deployCheck } from "./deployCheck.ts";
import { generate } from "./generate.ts";
import type { Session } from "./session.ts";
import { startStandIn } from "@convex-es/convex-push/standIn";

const helpText = `The official Convex CLI, offline.

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

const commandLineOptions = {
  check: { type: "boolean", default: false },
  root: { type: "string", default: path.resolve(import.meta.dirname, "../../..") },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Command = (session: Session) => Promise<void>;

async function main(args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: commandLineOptions,
    allowPositionals: true,
  });
  if (values.help) {
    console.log(helpText);
    return;
  }
  const root = path.resolve(values.root);
  const command = commandOf(positionals, root, values.check);
  await using standIn = await startStandIn();
  const say = (line: string) => console.log(line);
  await command({ root, standIn, verbose: values.verbose, signal, say });
}

/** Refuses what makes no sense before anything is started. */
function commandOf([name, ...names]: string[], root: string, check: boolean): Command {
  if (name === undefined) throw new Error(helpText);
  if (name === "codegen") {
    const targets = codegenTargets(root, names);
    return (session) => (check ? checkCodegen : generate)(targets, session);
  }
  if (name !== "deploy-check") throw new Error(`Unknown command "${name}".\n\n${helpText}`);
  if (names.length > 0 || check) throw new Error("deploy-check takes no names and no --check");
  return deployCheck;
}

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => interruption.abort(new Error(`Stopped by ${name}.`)));
}
try {
  await main(process.argv.slice(2), interruption.signal);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
