import { globSync, readFileSync } from "node:fs";
import path from "node:path";

/** The root of the repository. */
export const root = path.resolve(import.meta.dirname, "../..");

const patterns = ["*.md", "docs/**/*.md", "{packages,examples,tools}/*/README.md"];

/** Every page that people read, as paths from the root. */
export const pages = globSync(patterns, {
  cwd: root,
  exclude: (file) => path.basename(file) === "node_modules",
}).sort();

/** @param {string} file from the root */
export const textOf = (file) => readFileSync(path.join(root, file), "utf8");

/** A fenced block; `file` is the one that holds it. @typedef {{ page: string, language: string, file: string | undefined, code: string }} Block */

const fence = /^```(\w*)(?: file=(\S+))?\n([\s\S]*?)^```$/gm;

/** The fenced blocks of a page. @param {string} page @returns {Block[]} */
export function blocksOf(page) {
  return [...textOf(page).matchAll(fence)].map(([, language = "", file, code = ""]) => ({
    page,
    language,
    file,
    code,
  }));
}

/** The text of a page without its fenced blocks. @param {string} page */
export const proseOf = (page) => textOf(page).replace(fence, "");
