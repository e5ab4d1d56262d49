/** @typedef {{ title: string, proofs: import("./proveSteps.mjs").Proof[] }} ProofRow */

const cellWidth = 10;

/**
 * Proofs of the same steps for people: what failed with its output, then a table.
 * @param {string} subject what a row is about
 * @param {ProofRow[]} rows
 */
export function proofTable(subject, rows) {
  const width =
    Math.max(...[subject, ...rows.map(({ title }) => title)].map(({ length }) => length)) + 2;
  const names = rows[0]?.proofs.map(({ step }) => step) ?? [];
  const lines = rows.map(({ title, proofs }) => `${title.padEnd(width)}${cellsOf(proofs)}`);
  const head = names.map((name) => name.padStart(cellWidth)).join("");
  return [...rows.flatMap(failuresOf), `${subject.padEnd(width)}${head}`, ...lines].join("\n");
}

/** @param {ProofRow} row */
const failuresOf = ({ title, proofs }) =>
  proofs
    .filter(({ outcome }) => outcome === "failed")
    .map(({ step, output }) => `── ${title}: ${step} ──\n${output.trim()}\n`);

/** @param {ProofRow["proofs"]} proofs */
const cellsOf = (proofs) =>
  proofs
    .map(({ outcome, seconds }) => (outcome === "ok" ? `${seconds.toFixed(1)} s` : outcome))
    .map((text) => text.padStart(cellWidth))
    .join("");
