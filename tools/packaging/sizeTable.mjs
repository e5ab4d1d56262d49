import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import prettier from "prettier";

/** @typedef {import("./bundleSizes.mjs").BundleSize} BundleSize */

/** Where the sizes are kept. @param {string} root */
const pageOf = (root) => path.join(root, "docs/bundle-sizes.md");
const separator = /^\| -+/m;

/**
 * Bytes as they stand on the page, by name.
 * @param {string} root
 * @returns {Map<string, BundleSize>}
 */
export function readSizes(root) {
  const [, table = ""] = readFileSync(pageOf(root), "utf8").split(separator);
  const rows = table
    .split("\n")
    .slice(1)
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll(/[`,]/g, "")));
  return new Map(
    rows.map(([, name = "", ours, whole]) => [
      name,
      { name, ours: Number(ours), whole: whole === "–" ? null : Number(whole) },
    ]),
  );
}

/** Replaces the table of the page. @param {string} root @param {BundleSize[]} sizes */
export async function writeSizes(root, sizes) {
  const file = pageOf(root);
  const [before = ""] = readFileSync(file, "utf8").split(/^\| imported/m);
  const text = `${before}${tableOf(sizes)}\n`;
  const options = await prettier.resolveConfig(file);
  writeFileSync(file, await prettier.format(text, { ...options, parser: "markdown" }));
}

/** @param {BundleSize[]} sizes */
function tableOf(sizes) {
  const rows = sizes.map(
    ({ name, ours, whole }) =>
      `| ${name.startsWith("@") ? `\`${name}\`` : name} | ${bytes(ours)} | ${whole === null ? "–" : bytes(whole)} |`,
  );
  return ["| imported | ours | with Convex and zod |", "| --- | --: | --: |", ...rows].join("\n");
}

/** @param {number} count */
const bytes = (count) => count.toLocaleString("en");
