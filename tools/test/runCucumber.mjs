import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runGroup } from "../run/processGroups.mjs";
import { statusLine } from "../run/statusLine.mjs";
import { cucumberCases } from "./cucumberCases.mjs";
import { suiteFailure } from "./mergeResults.mjs";

/** @typedef {import("./mergeResults.mjs").SuiteRun} SuiteRun */

const specs = "specs";

/** Where the features can happen, by the profile of cucumber.json that lets them. */
const names = { default: "acceptance", deployment: "acceptance on the deployment" };

/**
 * Runs the features of `specs/` with cucumber in a profile, `args` handed on; no features, no run.
 * @param {string} root
 * @param {keyof typeof names} profile
 * @param {string[]} args
 * @returns {Promise<SuiteRun[]>}
 */
export async function runCucumber(root, profile, args) {
  if (!hasFeatures(root)) return [];
  const start = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "convex-es-cucumber-"));
  const messages = path.join(folder, "messages.ndjson");
  const line = statusLine(() => `Testing the features: ${names[profile]}`);
  const { code, output } = await runGroup({
    command: process.execPath,
    args: [
      path.join(root, "node_modules/@cucumber/cucumber/bin/cucumber.js"),
      ...["--profile", profile, "--format", `message:${messages}`],
      ...args,
    ],
    cwd: root,
    env: { CUCUMBER_PUBLISH_QUIET: "true" },
  });
  line.end();
  const ndjson = existsSync(messages) ? readFileSync(messages, "utf8") : "";
  rmSync(folder, { recursive: true, force: true });
  return [
    {
      name: names[profile],
      cases: casesOf({ ndjson, code, output }),
      seconds: (performance.now() - start) / 1000,
    },
  ];
}

/** @param {{ ndjson: string, code: number, output: string }} run */
function casesOf({ ndjson, code, output }) {
  const { cases, finished } = cucumberCases(ndjson);
  const problem = output.trim() || `cucumber ended with code ${code}`;
  if (!finished)
    return [...cases, suiteFailure({ title: "cucumber runs to its end", file: specs, problem })];
  if (cases.length === 0)
    return [suiteFailure({ title: "the features have scenarios", file: specs, problem })];
  const failed = cases.some(({ status }) => status === "failed");
  return code === 0 || failed
    ? cases
    : [...cases, suiteFailure({ title: "cucumber succeeds", file: specs, problem })];
}

/** @param {string} root */
function hasFeatures(root) {
  const folder = path.join(root, specs);
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith(".feature"))
  );
}
