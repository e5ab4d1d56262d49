// Runs the fault simulator of async read models with as many seeds as asked for.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const help = `npm run faults -- [--seeds N] [--first N]

Runs the async read models of a small app through seeded chaos: loops that run twice, die with everything they did or
start again, handlers that throw, a clock that jumps, another release in the middle. Every read model has to end as
one serial fold over the log. The seed of a run that does not is printed.

  --seeds N   how many seeds (default 1000; \`npm test\` runs 100)
  --first N   the first of them (default 1)
  --help      this text
`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    first: { type: "string", default: "1" },
    help: { type: "boolean", short: "h", default: false },
  },
});

const isCount = (/** @type {string} */ text) => /^[1-9][0-9]*$/.test(text);

if (values.help) process.stdout.write(help);
else if (!isCount(values.seeds) || !isCount(values.first)) {
  process.stderr.write("--seeds and --first are whole numbers from 1 on.\n");
  process.exitCode = 2;
} else process.exitCode = run();

function run() {
  const where = ["--config", "vitest.workspace.ts", "--project", "platform-testing"];
  const env = {
    ...process.env,
    FAULT_SEEDS: values.seeds,
    FAULT_FIRST_SEED: values.first,
    FAULT_STEPS: "150",
  };
  const options = /** @type {const} */ ({ stdio: "inherit", env });
  return spawnSync("vitest", ["run", ...where, "test/conformance/faults/"], options).status ?? 1;
}
