/**
 * One gate of `npm run check`.
 * @typedef {{ name: string, about: string, command: string[], alone?: boolean, extra?: boolean }} Step
 *   `alone` marks one that writes what others read, `extra` one that only --all runs.
 */

const offline = "tools/convex-offline/src/cli.ts";
const cache = "node_modules/.cache";

/** Everything that must hold before a change is done, in the order of the table. @type {Step[]} */
export const stepList = [
  {
    name: "build",
    about: "every package builds",
    command: ["turbo", "run", "build", "--output-logs=errors-only", "--log-order=grouped"],
    alone: true,
  },
  {
    name: "format",
    about: "prettier",
    command: [
      "prettier",
      "--check",
      "--log-level",
      "warn",
      "--cache",
      "--cache-location",
      `${cache}/prettier-check`,
      ".",
    ],
  },
  {
    name: "lint",
    about: "eslint: types, sizes, boundaries, Convex rules",
    // Not by eslint's own cache: it judges a file by that file alone, whatever its imports became.
    command: ["turbo", "run", "lint:all", "--output-logs=errors-only", "--log-prefix=none"],
  },
  {
    name: "types",
    about: "tsc over every package and the tools",
    command: [
      "turbo",
      "run",
      "typecheck",
      "typecheck:tools",
      "--continue=always",
      "--output-logs=errors-only",
      "--log-order=grouped",
    ],
  },
  {
    name: "unused",
    about: "knip: files, exports and dependencies nobody uses",
    command: ["knip", "--no-progress", "--exclude", "cycles"],
  },
  {
    name: "cycles",
    about: "knip: imports in a circle",
    command: ["knip", "--cycles", "--no-progress", "--no-config-hints"],
  },
  {
    name: "publish",
    about: "publint on every published package",
    command: ["node", "tools/check/publishable.mjs"],
  },
  {
    name: "attw",
    about: "those who install a package get the types of what they import",
    command: ["node", "tools/check/typesResolve.mjs"],
  },
  {
    name: "api",
    about: "public APIs are what their reports hold",
    command: ["node", "tools/api.mjs"],
  },
  {
    name: "docs",
    about: "the API reference: every name has a docstring, every link leads somewhere",
    command: ["node", "tools/docs.mjs", "--check"],
  },
  {
    name: "contract",
    about: "docs/contract.md names what proves each criterion",
    command: ["node", "tools/contract.mjs"],
  },
  {
    name: "names",
    about: "public names per package root",
    command: ["node", "tools/check/publicNames.mjs"],
  },
  {
    name: "folders",
    about: "no folder with more than 25 code files",
    command: ["node", "tools/check/fullFolders.mjs"],
  },
  {
    name: "convex",
    about: "one copy of convex in the workspace",
    command: ["node", "tools/check/oneConvex.mjs"],
  },
  {
    name: "codegen",
    about: "generated code is what the CLI makes",
    command: ["node", offline, "codegen", "--check"],
    alone: true,
  },
  {
    name: "deploy",
    about: "the official CLI pushes the example",
    command: ["node", offline, "deploy-check"],
    alone: true,
  },
  {
    name: "tests",
    about: "every suite",
    command: ["node", "tools/test.mjs"],
    extra: true,
    alone: true,
  },
];
