import { globSync, readFileSync } from "node:fs";
import path from "node:path";

const id = "[A-Z]{2}-\\d+";
const testTitle = new RegExp(`["'\`]((?:${id} )+)`, "g");
const scenarioTitle = new RegExp(`^\\s*(?:Scenario|Scenario Outline|Rule): ((?:${id} )+)`, "gm");
const testFiles = "**/*.{test.ts,test.tsx,test.mjs,feature}";

// Titles that are only data of a test: these files are about titles.
const aboutTitles = /^tools\/(contract\/|test\/cucumberCases)/;

/** What users copy: titles in these files carry no ids. */
const copied = /^(examples|docs\/snippets|tools\/packaging\/app)\//;

/**
 * Which ids of the contract the titles of a test file start with.
 * @param {string} file
 * @param {string} text
 */
export function idsIn(file, text) {
  const title = file.endsWith(".feature") ? scenarioTitle : testTitle;
  const ids = [...text.matchAll(title)].flatMap(([, found = ""]) => found.trim().split(" "));
  return [...new Set(ids)];
}

/**
 * The test files of the repository whose titles carry ids, by id.
 * @param {string} root
 */
export function provingFiles(root) {
  /** @type {Map<string, string[]>} */
  const byId = new Map();
  /** @type {string[]} */
  const misplaced = [];
  for (const file of listTestFiles(root)) {
    const ids = idsIn(file, readFileSync(path.join(root, file), "utf8"));
    if (ids.length > 0 && copied.test(file)) misplaced.push(file);
    else for (const one of ids) byId.set(one, [...(byId.get(one) ?? []), file]);
  }
  return { byId, misplaced };
}

/** @param {string} root */
function listTestFiles(root) {
  const skipped = new Set(["node_modules", "dist", ".turbo", "api"]);
  return globSync(testFiles, { cwd: root, exclude: (name) => skipped.has(path.basename(name)) })
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !aboutTitles.test(file))
    .sort();
}
