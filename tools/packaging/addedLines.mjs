import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The lines, blank ones aside, that a layer of the outside app adds to the layers below it.
 * @param {string} layer its folder
 * @param {string[]} below folders, the lowest first
 */
export function addedLines(layer, below) {
  const files = globSync("**/*.ts", { cwd: layer });
  return files.flatMap((file) => {
    const before = below.map((folder) => path.join(folder, file)).findLast(existsSync);
    const known = before === undefined ? [] : linesOf(before);
    return linesOf(path.join(layer, file)).filter((line) => !takeOut(known, line));
  });
}

/** @param {string} file */
const linesOf = (file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");

/** Each known line stands for one line only. @param {string[]} known @param {string} line */
function takeOut(known, line) {
  const index = known.indexOf(line);
  if (index >= 0) known.splice(index, 1);
  return index >= 0;
}
