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
  json: boolean;
  help: boolean;
};

/** What `--help` prints. */
export const demoHelp = `npm run demo -- [--input DIR] [--repeat N] [--tenants N] [--once] [--json]

Feeds a folder of orders and products to the example, which runs in this process, and shows what came of it.

  --input DIR   folder with orders.csv and order-details.csv, and products.csv for a catalogue (default: the data set of the example;
                examples/order-management/README.md describes the format)
  --repeat N    feed the same input N times; from the second time on nothing is executed or written
  --tenants N   feed the same input, ids and all, to N tenants (default: 1), and check that nothing mixes;
                counts and values of --json are then sums over the tenants
  --once        always end; the demo ends by itself anyway as long as it has no page to show
  --json        print one last line of JSON on stdout, text for people goes to stderr:
                {"orders","lines","refused","grossValue","commands","commandsPerSecond","p50Ms",
                 "p95Ms","p99Ms","secondPassWrites"}; the last one counts the documents written by
                all passes after the first, and is null when there is none
  --help        this text

It exits with 0, or with 1 when nothing could be imported or a total or a repeat is not as it must be.
`;

/** Reads the demo's options; throws a UsageError for what it does not have. */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { input, repeat, tenants, json, help } = optionsOf(args, {
    input: { type: "string", default: shippedData },
    repeat: { type: "string", default: "1" },
    tenants: { type: "string", default: "1" },
    once: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  return {
    input,
    passes: countOf("--repeat", repeat, 9999),
    tenants: countOf("--tenants", tenants, 99),
    json,
    help,
  };
}

function countOf(option: string, text: string, most: number): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  throw new UsageError(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
}
