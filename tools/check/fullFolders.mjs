// Exits 1 when a folder holds more code files than a reader takes in at once; tests and generated files are not counted.
import { execFileSync } from "node:child_process";
import path from "node:path";

const most = 25;
const isCode = (/** @type {string} */ file) =>
  /\.(ts|tsx|mjs|js)$/.test(file) &&
  !/\.test(-d)?\.\w+$/.test(file) &&
  !file.includes("_generated/");

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).split("\n").filter(isCode);
/** @type {Map<string, number>} */
const counts = new Map();
for (const file of files) counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);

const full = [...counts].filter(([, count]) => count > most);
for (const [folder, count] of full) {
  process.stderr.write(
    `${folder} has ${count} code files; at most ${most}: give a family of them a folder\n`,
  );
}
process.exitCode = full.length === 0 ? 0 : 1;
