// Is docs/contract.md what the tests say? Compares the proof of every criterion with the ids in the titles of tests, read from
// their sources. --write updates the page.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { criteriaOf, problemsOf, withProofs } from "./contract/contractPage.mjs";
import { provingFiles } from "./contract/provingFiles.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const file = path.join(root, "docs/contract.md");
const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const tests = provingFiles(root);
if (values.write) writeFileSync(file, withProofs(readFileSync(file, "utf8"), tests.byId));
const page = readFileSync(file, "utf8");
const problems = problemsOf(page, tests);
const criteria = criteriaOf(page);
const proven = criteria.filter(({ id }) => tests.byId.has(id));
process.stdout.write(
  problems.length > 0
    ? `docs/contract.md:\n${problems.map((problem) => `  ${problem}\n`).join("")}`
    : `${criteria.length} criteria, ${proven.length} with tests\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
