import { textTable } from "../run/textTable.mjs";

/** @typedef {{ title: string, proofs: import("./proveSteps.mjs").Proof[] }} ProofRow */

/**
 * Proofs of the same steps for people: what failed with its output, then a table.
 * @param {string} subject what a row is about
 * @param {ProofRow[]} rows
 */
export function proofTable(subject, rows) {
  const names = rows[0]?.proofs.map(({ step }) => step) ?? [];
  const cells = rows.map(({ title, proofs }) => [title, ...proofs.map(cellOf)]);
  const table = textTable([[subject, ...names], ...cells], { right: names.map((_, at) => at + 1) });
  return [...rows.flatMap(failuresOf), ...table].join("\n");
}

/** @param {ProofRow} row */
const failuresOf = ({ title, proofs }) =>
  proofs
    .filter(({ outcome }) => outcome === "failed")
    .map(({ step, output }) => `── ${title}: ${step} ──\n${output.trim()}\n`);

/** @param {ProofRow["proofs"][number]} proof */
const cellOf = ({ outcome, seconds }) => (outcome === "ok" ? `${seconds.toFixed(1)} s` : outcome);
