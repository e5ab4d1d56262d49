// The public API of every package as text, kept in packages/*/api: fails with the difference when
// a report has drifted, --write updates the reports.
import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { lineDiff } from "./convex-offline/src/lineDiff.ts";
import { apiReport } from "./packaging/apiReport.mjs";
import { entryPoints } from "./packaging/entryPoints.mjs";

/** @typedef {import("./packaging/apiReport.mjs").ApiReport} ApiReport */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });

const reports = entryPoints(root).map(apiReport);
const drifted = reports.filter(({ kept, now }) => kept !== now);
const orphans = globSync("packages/*/api/*.api.md", { cwd: root })
  .map((file) => path.join(root, file))
  .filter((file) => !reports.some((report) => report.file === file));

if (values.write) write();
else complain();

function write() {
  for (const { file, now } of drifted) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, now);
  }
  for (const file of orphans) rmSync(file);
}

function complain() {
  for (const { file, kept, now } of drifted)
    process.stdout.write(`${path.relative(root, file)}\n${lineDiff(kept, now)}\n\n`);
  for (const file of orphans)
    process.stdout.write(`${path.relative(root, file)}: nothing exports this any more\n`);
  if (drifted.length + orphans.length === 0) return;
  process.stdout.write("If that is meant, npm run api -- --write and add a changeset.\n");
  process.exitCode = 1;
}
