import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { blocksOf, pages, root, textOf } from "./pages.mjs";

/** @param {string} file @returns {{ name: string, scripts?: object, bin?: object, devDependencies?: object }} */
const manifestOf = (file) => JSON.parse(textOf(file));

const own = globSync("packages/*/package.json", { cwd: root }).map(manifestOf);
const tasks = Object.keys(manifestOf("package.json").scripts ?? {});
// `npx` of these is the program of a package that the reader has, or of one of ours.
const programs = [
  ...["convex", "changeset", "vitest", "tsc"],
  ...own.flatMap(({ bin }) => Object.keys(bin ?? {})),
];

/** What the pages tell readers to type, where `pattern` finds a name in it. @param {RegExp} pattern */
function told(pattern) {
  return pages.flatMap((page) =>
    [...textOf(page).matchAll(pattern)].map(([, name = ""]) => ({ page, name })),
  );
}

test("US-1 every npm task that the docs name exists", () => {
  const named = told(/npm run (?:-s |--silent )?([\w:-]*\w)/g);
  expect(named.filter(({ name }) => !tasks.includes(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});

test("US-1 every program that the docs start with npx exists", () => {
  const named = told(/npx ([\w/-]+)(?![\w/@-])/g);
  expect(named.filter(({ name }) => !programs.includes(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(0);
});

test("US-1 every package that the docs install is published under that name", () => {
  const names = own.map(({ name }) => name);
  const installs = pages
    .flatMap(blocksOf)
    .filter(({ language, code }) => language === "sh" && code.includes("npm install"));
  const named = installs.flatMap(({ code }) => code.match(/@convex-es\/[\w-]+/g) ?? []);
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(0);
});
