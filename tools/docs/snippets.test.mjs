import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })];
const block = /^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm;

/** @param {string} page */
function blocksOf(page) {
  const text = readFileSync(path.join(root, page), "utf8");
  return [...text.matchAll(block)].map(([, language, file, code]) => ({
    page,
    language,
    file,
    code,
  }));
}

const snippets = pages.flatMap(blocksOf).filter(({ language }) => language === "ts");

test("US-1 every piece of TypeScript in the docs stands in a compiled file", () => {
  const loose = snippets.filter(({ file }) => file === undefined);
  expect(loose.map(({ page, code }) => `${page}: ${code?.split("\n")[0]}`)).toEqual([]);
  expect(snippets.length).toBeGreaterThan(0);
});

test.each(snippets.filter(({ file }) => file !== undefined))(
  "US-1 the snippet of $file in $page is what the file says",
  ({ file, code }) => {
    expect(readFileSync(path.join(root, String(file)), "utf8")).toContain(code);
  },
);

test("US-1 the README's diff of adding a command shows lines that are there", () => {
  const [diff] = blocksOf("README.md").filter(({ language }) => language === "diff");
  const lines = String(diff?.code).split("\n");
  const folder = path.join(root, "examples/order-management");
  let file = "";
  const missing = [];
  for (const line of lines) {
    if (line.startsWith("  convex/")) file = line.trim().split(/\s+/)[0] ?? "";
    if (!line.startsWith("+")) continue;
    const text = readFileSync(path.join(folder, file), "utf8");
    if (!text.includes(line.slice(1).trim())) missing.push(`${file}: ${line}`);
  }
  expect(missing).toEqual([]);
  const added = lines.filter((line) => line.startsWith("+"));
  expect(added.length).toBeLessThanOrEqual(5);
});
