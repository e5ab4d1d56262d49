// Do the packages work for those who install them? Packs every published package, installs the
// tarballs into apps outside the workspace, by npm and pnpm, and has each generate, typecheck, test
// and run. --only N proves the N-th app alone, --keep leaves the apps for a look.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { combinations, titleOf } from "./packaging/combinations.mjs";
import { packPackages } from "./packaging/packPackages.mjs";
import { proofTable } from "./packaging/proofTable.mjs";
import { proveOutside } from "./packaging/proveOutside.mjs";
import { onStop } from "./run/onStop.mjs";
import { stopGroups } from "./run/processGroups.mjs";
import { statusLine } from "./run/statusLine.mjs";

/** @typedef {import("./packaging/combinations.mjs").Combination} Combination */
/** @typedef {import("./packaging/proofTable.mjs").ProofRow} ProofRow */
/** @typedef {{ tarballs: import("./packaging/packPackages.mjs").Tarball[], keep: boolean }} Options */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

onStop(stopGroups);
process.exitCode = await main();

async function main() {
  const { values } = parseArgs({
    options: { keep: { type: "boolean", default: false }, only: { type: "string" } },
  });
  const chosen = combinations.filter((_, index) =>
    [undefined, `${index + 1}`].includes(values.only),
  );
  const destination = mkdtempSync(path.join(tmpdir(), "tarballs-"));
  try {
    const tarballs = await packPackages(root, destination);
    const rows = await proveAll(chosen, { tarballs, keep: values.keep });
    process.stdout.write(`${proofTable(rows)}\n`);
    const proofs = rows.flatMap((row) => row.proofs);
    return proofs.length > 0 && proofs.every(({ outcome }) => outcome === "ok") ? 0 : 1;
  } finally {
    if (!values.keep) rmSync(destination, { recursive: true, force: true });
  }
}

/**
 * As many at once as the machine has cores; rows come in the order of the combinations.
 * @param {Combination[]} chosen
 * @param {Options} options
 */
async function proveAll(chosen, options) {
  const waiting = [...chosen.entries()];
  /** @type {ProofRow[]} */
  const rows = [];
  const line = statusLine(() => `Proving ${chosen.length} apps, ${waiting.length} waiting`);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, combination] = next;
      const proofs = await proveOutside({ root, combination, ...options });
      const title = titleOf(combination);
      rows[index] = { title, proofs };
      line.print(`${proofs.every(({ outcome }) => outcome === "ok") ? "✓" : "✗"} ${title}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  line.end();
  return rows;
}
