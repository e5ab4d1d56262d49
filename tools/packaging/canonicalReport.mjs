/**
 * A report of an API with its lines and literals in one order: the compiler gives the members of an inferred type
 * in whatever order it met them, which is not part of the API. Every line stays with the lines that it stands in.
 * @param {string} report
 */
export function canonicalReport(report) {
  /** @type {string[]} */
  const around = [];
  const lines = report.split("\n").map((line) => {
    const text = sortLiterals(line.trim());
    const depth = Math.floor((line.length - line.trimStart().length) / 4);
    around.length = Math.min(around.length, depth);
    const path = [...around, text].join("\t");
    around[depth] = text;
    return path;
  });
  return lines.sort().join("\n");
}

/** @param {string} line */
const sortLiterals = (line) =>
  line.replace(/"[^"]*"(?: \| "[^"]*")+/g, (union) => union.split(" | ").sort().join(" | "));
