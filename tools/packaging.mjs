// Do the packages work for those who install them? Packs every published package, installs the
// tarballs into apps outside the workspace, by npm and pnpm, and has each generate, typecheck, test
// and run. Then every package builds, typechecks and tests alone. --keep leaves the folders.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { publishedPackages } from "./check/publishedPackages.mjs";
import { combinations, titleOf } from "./packaging/combinations.mjs";
import { packPackages } from "./packaging/packPackages.mjs";
import { proofTable } from "./packaging/proofTable.mjs";
import { proveAlone } from "./packaging/proveAlone.mjs";
import { proveOutside } from "./packaging/proveOutside.mjs";
import { onStop } from "./run/onStop.mjs";
import { stopGroups } from "./run/processGroups.mjs";
import { statusLine } from "./run/statusLine.mjs";

/** @typedef {import("./packaging/proofTable.mjs").ProofRow} ProofRow */
/** @typedef {{ title: string, prove: () => Promise<ProofRow["proofs"]> }} Work */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({ options: { keep: { type: "boolean", default: false } } });

onStop(stopGroups);
process.exitCode = await main(values);

/** @param {{ keep: boolean }} options */
async function main({ keep }) {
  const destination = mkdtempSync(path.join(tmpdir(), "tarballs-"));
  try {
    const tarballs = await packPackages(root, destination);
    const outside = combinations.map((combination) => ({
      title: titleOf(combination),
      prove: () => proveOutside({ root, combination, tarballs, keep }),
    }));
    const alone = publishedPackages(root).map(({ folder, manifest }) => ({
      title: manifest.name,
      prove: () => proveAlone({ root, folder, tarballs, keep }),
    }));
    const rows = await proveAll([...outside, ...alone]);
    const apps = rows.slice(0, outside.length);
    process.stdout.write(`\n${proofTable("app outside", apps)}\n`);
    process.stdout.write(`\n${proofTable("package alone", rows.slice(outside.length))}\n`);
    return rows.every(isProven) ? 0 : 1;
  } finally {
    if (!keep) rmSync(destination, { recursive: true, force: true });
  }
}

/** @param {ProofRow} row */
function isProven({ proofs }) {
  return proofs.every(({ outcome }) => outcome === "ok");
}

/** As many at once as the machine has cores; rows come in the order of the work. @param {Work[]} works */
async function proveAll(works) {
  const waiting = [...works.entries()];
  /** @type {ProofRow[]} */
  const rows = [];
  const line = statusLine(() => `Proving, ${waiting.length} waiting`);
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { title, prove }] = next;
      const row = { title, proofs: await prove() };
      rows[index] = row;
      line.print(`${isProven(row) ? "✓" : "✗"} ${title}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  line.end();
  return rows;
}
