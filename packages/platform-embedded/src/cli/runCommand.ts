import path from "node:path";
import { startDeployment } from "../startDeployment.js";
import { exportData, importData, resetData } from "./dataCommands.js";
import { FunctionPrinter } from "./FunctionPrinter.js";
import { HELP } from "./help.js";
import { DevelopmentIssuer } from "../auth/DevelopmentIssuer.js";
import { parseCommand, type Command } from "./parseCommand.js";
import { pushAndWatch } from "./pushAndWatch.js";

/** Runs one command of the command line; returns the exit code. Throws one sentence when it cannot. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  const data = path.resolve(command.directory, command.dataDirectory);
  const { file } = command;
  switch (command.name) {
    case "help":
      console.log(HELP);
      return 0;
    case "token":
      console.log(tokenFor(command, data));
      return 0;
    case "reset":
      resetData(data);
      console.log(`${data} is empty.`);
      return 0;
    case "export":
      console.log(`${await exportData(data, needed(file))} documents written to ${file}.`);
      return 0;
    case "import":
      console.log(`${await importData(data, needed(file))} documents read from ${file}.`);
      return 0;
    case "start":
      return start(command);
  }
}

async function start(command: Command): Promise<number> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<number>();
  const warn = (message: string) => console.error(`platform-embedded: ${message}`);
  process.on("unhandledRejection", (reason) => warn(`unhandled: ${String(reason)}`));
  await using running = await startDeployment({ ...command, warn }).catch(explain(command));
  if (!command.quiet) new FunctionPrinter(running.deployment, (line) => console.log(line));
  console.log(`Convex deployment at ${running.url} (tables and functions: open it in a browser)`);
  console.log(`  CONVEX_SELF_HOSTED_URL=${running.url}`);
  console.log(`  CONVEX_SELF_HOSTED_ADMIN_KEY='${running.adminKey}'`);
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
      throw new Error(`Port ${port} of ${host} is taken: choose another with --port`);
    }
    throw error;
  };
}

function tokenFor({ subject, roles, claims }: Command, data: string): string {
  if (!subject) throw new Error("token needs --subject <name>");
  return DevelopmentIssuer.in(data).token(subject, { ...claims, ...(roles && { roles }) });
}

function needed(file: string | undefined): string {
  if (!file) throw new Error("Name the file: platform-embedded export <file>");
  return file;
}
