import { trusted } from "../boundary.js";
import { parseArgs } from "node:util";
import type { FsyncPolicy } from "../storage/Log.js";

/** What the command line asks for. */
export type Command = {
  readonly name: "start" | "token" | "reset" | "export" | "import" | "help";
  readonly file: string | undefined;
  readonly directory: string;
  readonly dataDirectory: string;
  readonly inMemory: boolean;
  readonly host: string;
  readonly port: number;
  readonly secret: string | undefined;
  readonly fsync: FsyncPolicy;
  readonly push: boolean;
  readonly freshModules: boolean;
  readonly quiet: boolean;
  readonly subject: string | undefined;
  readonly roles: readonly string[] | undefined;
  readonly claims: Record<string, unknown>;
};

const commandLineOptions = {
  help: { type: "boolean", short: "h", default: false },
  dir: { type: "string", default: "." },
  "data-dir": { type: "string", default: ".platform-embedded" },
  "in-memory": { type: "boolean", default: false },
  host: { type: "string", default: "127.0.0.1" },
  port: { type: "string", default: "3210" },
  secret: { type: "string" },
  fsync: { type: "string", default: "everySecond" },
  "no-push": { type: "boolean", default: false },
  "fresh-modules": { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
  subject: { type: "string" },
  roles: { type: "string" },
  claims: { type: "string", default: "{}" },
} as const;

const commandNames = ["start", "token", "reset", "export", "import", "help"] as const;
const fsyncPolicies = ["always", "everySecond", "never"] as const;

/** Reads the command line. Throws one sentence that says what is wrong with it. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: commandLineOptions,
    allowPositionals: true,
  });
  const [name = "start", file, extra] = positionals;
  if (extra !== undefined) throw new Error(`unexpected argument "${extra}"; see --help`);
  return {
    name: values.help ? "help" : oneOf(commandNames, name, "command"),
    file,
    directory: values.dir,
    dataDirectory: values["data-dir"],
    inMemory: values["in-memory"],
    host: values.host,
    port: portOf(values.port),
    secret: values.secret,
    fsync: oneOf(fsyncPolicies, values.fsync, "--fsync"),
    push: !values["no-push"],
    freshModules: values["fresh-modules"],
    quiet: values.quiet,
    subject: values.subject,
    roles: values.roles?.split(",").map((role) => role.trim()),
    claims: claimsOf(values.claims),
  };
}

function oneOf<T extends string>(known: readonly T[], given: string, what: string): T {
  const found = known.find((one) => one === given);
  if (found) return found;
  throw new Error(`unknown ${what} "${given}"; known: ${known.join(", ")}`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`"${text}" is not a valid port; use a number from 0 (any free one) to 65535`);
}

function claimsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return trusted<Record<string, unknown>>(value);
    }
  } catch {
    // Reported below.
  }
  throw new Error(`--claims must be a JSON object, not ${text}`);
}
