import path from "node:path";
import { expect, test } from "vitest";
import { blocksOf, pages, textOf } from "./pages.mjs";

const blocks = pages.flatMap(blocksOf);
const snippets = blocks.filter(({ language }) => /^(ts|tsx|js|mjs|typescript)$/.test(language));

// What is inside a function is shown at the margin.
/** @param {string} code */
const unindented = (code) => `\n${code}`.replace(/\n +/g, "\n");

test("US-1 every piece of TypeScript in the docs is in a compiled file", () => {
  const loose = snippets.filter(({ file }) => file === undefined);
  expect(loose.map(({ page, code }) => `${page}: ${code.split("\n")[0]}`)).toEqual([]);
  expect(snippets.length).toBeGreaterThan(0);
});

test.each(blocks.filter(({ file }) => file !== undefined))(
  "US-1 the snippet of $file in $page is what the file says",
  ({ file, code }) => {
    expect(unindented(textOf(String(file)))).toContain(unindented(code));
  },
);

test("US-1 every README of a package quotes code", () => {
  const quoting = new Set(snippets.map(({ page }) => page));
  const silent = pages.filter((page) => page.startsWith("packages/") && !quoting.has(page));
  expect(silent).toEqual([]);
});

test("US-1 the README's diff of adding a command shows lines that are there", () => {
  const [diff] = blocksOf("README.md").filter(({ language }) => language === "diff");
  const lines = String(diff?.code).split("\n");
  const folder = "examples/order-management";
  let file = "";
  const missing = [];
  for (const line of lines) {
    if (line.startsWith("  convex/")) file = line.trim().split(/\s+/)[0] ?? "";
    if (!line.startsWith("+")) continue;
    const text = textOf(path.join(folder, file));
    if (!text.includes(line.slice(1).trim())) missing.push(`${file}: ${line}`);
  }
  expect(missing).toEqual([]);
  const added = lines.filter((line) => line.startsWith("+"));
  expect(added.length).toBeLessThanOrEqual(5);
});
