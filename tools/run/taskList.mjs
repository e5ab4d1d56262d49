/**
 * What `node tools/run.mjs <task>` can do.
 * @typedef {{ about: string, needs: "install" | "build", command?: string[], file?: string }} Task
 *   `command` runs from the root under the workspace's Node; `file` is what must exist for it.
 */

const example = "examples/order-management/src";
const samples = "packages/platform-testing/dist/samples/cli.js";
const offline = "tools/convex-offline/src/cli.ts";
const embedded = "packages/platform-embedded/proof";
const testing = "packages/platform-testing/proof";

/** Every task by name, in the order in which `--help` prints them. @type {Record<string, Task>} */
export const taskList = {
  demo: {
    about:
      "run the example on real orders [--input DIR] [--repeat N] [--tenants N] [--reset] [--once] [--json]",
    needs: "build",
    command: ["node", `${example}/demo.ts`],
    file: `${example}/demo.ts`,
  },
  test: {
    about: "run every suite [file …] [--project NAME] [-t NAME]",
    needs: "install",
    command: ["node", "tools/test.mjs"],
  },
  cost: {
    about: "count what each example command reads and writes [--json]",
    needs: "build",
    command: ["node", `${example}/cost.ts`],
    file: `${example}/cost.ts`,
  },
  samples: {
    about:
      "compare the example's stored events and states with their samples [--context NAME] [--write]",
    needs: "build",
    command: [
      ...["node", samples, "--app", "examples/order-management/convex"],
      ...["--samples", "examples/order-management/samples"],
    ],
  },
  bench: {
    about: "time commands beside mutations written by hand [--n N] [--seed N] [--json]",
    needs: "build",
    command: ["node", `${example}/bench.ts`],
    file: `${example}/bench.ts`,
  },
  acceptance: {
    about:
      "run the Gherkin features alone, or on the embedded deployment [--deployment] [file …] [--name NAME]",
    needs: "install",
    command: ["node", "tools/test.mjs", "--acceptance"],
  },
  check: {
    about: "format, lint, types, unused code, cycles, packaging, drift [--only A,B] [--all]",
    needs: "install",
    command: ["node", "tools/check.mjs"],
  },
  build: { about: "build the packages", needs: "build" },
  api: {
    about: "compare the public APIs with their reports [--write]",
    needs: "build",
    command: ["node", "tools/api.mjs"],
  },
  docs: {
    about: "write the API reference to docs/api [--check]",
    needs: "build",
    command: ["node", "tools/docs.mjs"],
  },
  "readable-errors": {
    about: "print what the compiler says first about each wrong program",
    needs: "build",
    command: ["node", "tools/readableErrors.mjs"],
  },
  contract: {
    about: "compare docs/contract.md with the titles of the tests [--write]",
    needs: "install",
    command: ["node", "tools/contract.mjs"],
  },
  sizes: {
    about: "measure what each import adds to an app's bundle [--write]",
    needs: "build",
    command: ["node", "tools/sizes.mjs"],
  },
  "bench:embedded": {
    about: "measure the embedded deployment against its targets [--json]",
    needs: "build",
    command: ["node", `${embedded}/bench.ts`],
    file: `${embedded}/bench.ts`,
  },
  "bench:projections": {
    about: "measure how async read models catch up and are built again [--json]",
    needs: "build",
    command: ["node", `${testing}/benchProjections.ts`],
    file: `${testing}/benchProjections.ts`,
  },
  faults: {
    about: "run async read models through seeded faults [--seeds N] [--first N]",
    needs: "build",
    command: ["node", "tools/faults.mjs"],
  },
  soak: {
    about:
      "load the embedded deployment for long [--minutes N], or kill it under load [--crashes N]",
    needs: "build",
    command: ["node", `${embedded}/soak.ts`],
    file: `${embedded}/soak.ts`,
  },
  packaging: {
    about: "install the packed packages into apps outside and prove them there [--keep]",
    needs: "build",
    command: ["node", "tools/packaging.mjs"],
  },
  codegen: {
    about: "generate the Convex code of the components and the example [--check]",
    needs: "install",
    command: ["node", offline, "codegen"],
    file: offline,
  },
  "deploy-check": {
    about: "push the example with the official CLI to a local stand-in",
    needs: "install",
    command: ["node", offline, "deploy-check"],
    file: offline,
  },
  typecheck: {
    about: "tsc alone, over every package",
    needs: "install",
    command: ["node", "tools/check.mjs", "--only", "build,types"],
  },
  lint: {
    about: "eslint alone [--fix]",
    needs: "build",
    command: ["eslint", "."],
  },
  format: {
    about: "rewrite every file in the one format",
    needs: "install",
    command: ["prettier", "--write", "--log-level", "warn", "."],
  },
};
