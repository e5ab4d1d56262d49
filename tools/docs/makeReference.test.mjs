import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { makeReference } from "./makeReference.mjs";

/** @type {string[]} */
const folders = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A repository of one published package. @param {string} source */
function repositoryOf(source) {
  const root = mkdtempSync(path.join(tmpdir(), "reference-"));
  folders.push(root);
  const folder = path.join(root, "packages/one");
  mkdirSync(path.join(folder, "src"), { recursive: true });
  writeFileSync(path.join(root, "package.json"), JSON.stringify({ name: "workspace" }));
  const exports = { ".": { types: "./dist/index.d.ts" }, "./internal": { types: "./no.d.ts" } };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "@one/one", exports }));
  writeFileSync(path.join(folder, "src/index.ts"), source);
  return root;
}

const documented = "/** The answer, see {@link question}. */\nexport const answer = 42;\n";
const question = '/** What is asked. */\nexport const question = "?";\n';

test("a reference of documented names has nothing to complain about", async () => {
  expect(await makeReference(repositoryOf(documented + question))).toEqual([]);
});

test("a link that leads nowhere is a complaint", async () => {
  const [complaint] = await makeReference(repositoryOf(documented));
  expect(complaint).toContain('"question"');
});

test("a name that is not where it is exported from is a complaint", async () => {
  const [complaint] = await makeReference(
    repositoryOf(`export { lost } from "./nowhere.js";\n${question}`),
  );
  expect(complaint).toContain("nowhere");
});

test("an exported name without a docstring is a complaint", async () => {
  const [complaint] = await makeReference(repositoryOf("export function ask() {}\n"));
  expect(complaint).toContain("ask");
});
