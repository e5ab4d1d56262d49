import { fileURLToPath } from "node:url";
import { optionsOf } from "../terminal/optionsOf.ts";
import { UsageError } from "../terminal/UsageError.ts";

const shippedData = fileURLToPath(new URL("../../data", import.meta.url));

/** What the demo was asked to do. */
export type DemoOptions = {
  /** Folder with the CSV files. */
  input: string;
  /** Passes over the input, from 1 on. */
  passes: number;
  /** Tenants that are fed the same input, from 1 on. */
  tenants: number;
  /** Where the data is kept; `undefined` for the place that goes with the input. */
  dataDirectory: string | undefined;
  /** Forget what earlier runs have left there. */
  reset: boolean;
  /** Push the example with the CLI even when it is as it was pushed last. */
  push: boolean;
  /** End when all is told, even on a terminal. */
  once: boolean;
  json: boolean;
  help: boolean;
};

/** What `--help` prints. */
export const demoHelp = `npm run demo -- [--input DIR] [--repeat N] [--tenants N] [--reset] [--push] [--once] [--json]

Starts a Convex deployment in this process (platform-embedded), pushes the example to it with the official CLI, feeds it a
folder of orders and products through official clients, and shows what came of it.

  --input DIR   folder with orders.csv and order-details.csv, and products.csv for a catalogue (default: the data set of the example;
                examples/order-management/README.md describes the format)
  --repeat N    feed the same input N times; from the second time on nothing is executed or written
  --tenants N   feed the same input, ids and all, to N tenants (default: 1), and check that nothing mixes;
                counts and values of --json are then sums over the tenants
  --reset       forget first what earlier runs of this input have left; without it the data stays, so that
                the same input another day executes nothing
  --data-dir DIR
                keep the data there (default: a folder of this input and number of tenants below
                examples/order-management/.platform-embedded/demo)
  --push        push the example with the CLI even when no file has changed since the last push
  --once        always end; on a terminal the deployment otherwise stays until Ctrl+C, for a look at its page
  --json        print one last line of JSON on stdout, text for people goes to stderr, and end:
                {"orders","lines","refused","grossValue","commands","commandsPerSecond","p50Ms",
                 "p95Ms","p99Ms","secondPassWrites"}; the last one counts the documents written by
                all passes after the first, and is null when there is none
  --help        this text

Ctrl+C ends it between two orders; what was answered is kept, and the next run goes on from there.
It exits with 0, with 1 when nothing could be imported, a total or a repeat is not as it must be, or the
deployment could not start (another run has the same data, say), and with 130 when it was stopped.
`;

/** Reads the demo's options; throws a UsageError for what it does not have. */
export function demoOptions(args: readonly string[]): DemoOptions {
  const {
    repeat,
    tenants,
    "data-dir": dataDirectory,
    ...given
  } = optionsOf(args, {
    input: { type: "string", default: shippedData },
    repeat: { type: "string", default: "1" },
    tenants: { type: "string", default: "1" },
    "data-dir": { type: "string" },
    reset: { type: "boolean", default: false },
    push: { type: "boolean", default: false },
    once: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  return {
    ...given,
    dataDirectory,
    passes: countOf("--repeat", repeat, 9999),
    tenants: countOf("--tenants", tenants, 99),
  };
}

function countOf(option: string, text: string, most: number): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  throw new UsageError(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
}
