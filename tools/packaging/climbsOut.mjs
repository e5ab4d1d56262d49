import { readFileSync } from "node:fs";
import path from "node:path";

const relative = /["'`]((?:\.\.\/)+(?:\.\.)?)/g;

/**
 * Does a file of a package name a relative path that leads out of the package?
 * @param {string} folder of the package
 * @param {string} file relative to it
 */
export function climbsOut(folder, file) {
  const text = readFileSync(path.join(folder, file), "utf8");
  return [...text.matchAll(relative)].some(([, climb = ""]) =>
    path.join(path.dirname(file), climb).startsWith(".."),
  );
}
