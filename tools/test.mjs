// Runs every suite of the repository, writes test-results.json and ends with the line `N passed, N
// failed`.
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onStop } from "./run/onStop.mjs";
import { stopGroups } from "./run/processGroups.mjs";
import { buildFirst } from "./test/buildFirst.mjs";
import { mergeResults, withSomeTest } from "./test/mergeResults.mjs";
import { printReport } from "./test/printReport.mjs";
import { runCucumber } from "./test/runCucumber.mjs";
import { runVitest } from "./test/runVitest.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const resultsFile = path.join(root, "test-results.json");

onStop(stopGroups);
process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} argv */
async function main(argv) {
  const start = performance.now();
  const { suites, whole } = chosenSuites(argv);
  if (whole) rmSync(resultsFile, { force: true });
  const collected = await buildFirst(root);
  for (const suite of suites) collected.push(...(await suite()));
  const runs = withSomeTest(collected);
  const { results, passed, failed } = mergeResults(runs);
  if (whole) writeFileSync(resultsFile, `${JSON.stringify(results, null, 1)}\n`);
  printReport(runs, (performance.now() - start) / 1000);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/**
 * Only a run without arguments is the whole: it alone writes the results and insists that no
 * suite is empty.
 * @param {string[]} argv
 */
function chosenSuites(argv) {
  const own = ["--acceptance", "--deployment"];
  const args = argv.filter((arg) => !own.includes(arg));
  const vitest = () => runVitest(root, args);
  const inProcess = () => runCucumber(root, "default", args);
  const deployed = () => runCucumber(root, "deployment", args);
  if (argv.includes("--deployment")) return { suites: [deployed], whole: false };
  if (argv.includes("--acceptance") || args.some((arg) => /\.feature(:\d+)*$/.test(arg)))
    return { suites: [inProcess], whole: false };
  return args.length > 0
    ? { suites: [vitest], whole: false }
    : { suites: [vitest, inProcess, deployed], whole: true };
}
