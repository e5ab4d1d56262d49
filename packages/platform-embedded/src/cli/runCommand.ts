import path from "node:path";
import { hostDeployment } from "../host/hostDeployment.js";
import { exportData, importData, resetData } from "./dataCommands.js";
import { FunctionPrinter } from "./FunctionPrinter.js";
import { helpText } from "./help.js";
import { DevelopmentIssuer } from "../auth/DevelopmentIssuer.js";
import { print, printError } from "./print.js";
import { parseCommand, type Command } from "./parseCommand.js";
import { pushAndWatch } from "./pushAndWatch.js";

/** Runs one command of the command line; returns the exit code. Throws one sentence when it cannot. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  const data = path.resolve(command.directory, command.dataDirectory);
  const { file } = command;
  switch (command.name) {
    case "help":
      print(helpText);
      return 0;
    case "token":
      print(tokenFor(command, data));
      return 0;
    case "reset":
      resetData(data);
      print(`${data} is empty.`);
      return 0;
    case "export":
      print(`${await exportData(data, needed(file))} documents written to ${file}.`);
      return 0;
    case "import":
      print(`${await importData(data, needed(file))} documents read from ${file}.`);
      return 0;
    case "start":
      return start(command);
  }
}

async function start(command: Command): Promise<number> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<number>();
  process.on("unhandledRejection", (reason) => printError(`unhandled: ${String(reason)}`));
  await using running = await hostDeployment({ ...command, warn: printError }).catch(
    explain(command),
  );
  if (!command.quiet) new FunctionPrinter(running.deployment, print);
  print(`Convex deployment at ${running.url} (tables and functions: open it in a browser)`);
  print(`  CONVEX_SELF_HOSTED_URL=${running.url}`);
  print(`  CONVEX_SELF_HOSTED_ADMIN_KEY='${running.adminKey}'`);
  const cli = command.push ? pushAndWatch(command.directory, running) : null;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => stop(0));
  }
  const code = await stopped;
  await cli?.end();
  return code;
}

function explain({ host, port }: Command) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code === "EADDRINUSE") {
      throw new Error(`port ${port} of ${host} is taken; choose another with --port`);
    }
    throw error;
  };
}

function tokenFor({ subject, roles, claims }: Command, data: string): string {
  if (!subject) throw new Error("token needs --subject <name>");
  return DevelopmentIssuer.in(data).token(subject, { ...claims, ...(roles && { roles }) });
}

function needed(file: string | undefined): string {
  if (!file) throw new Error("name the file: platform-embedded export <file>");
  return file;
}
