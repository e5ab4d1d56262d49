import { globSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { addedLines } from "../packaging/addedLines.mjs";
import { appSources } from "../packaging/makeOutsideApp.mjs";
import { blocksOf, root, textOf } from "./pages.mjs";

const page = "docs/guide/getting-started.md";
const whole = new Map(blocksOf(page).map(({ file, code }) => [file, code]));

/** The files of the outside app that `npm run packaging` installs and runs, from the root. @param {string} pattern */
const filesOf = (pattern) =>
  globSync(pattern, { cwd: appSources }).map((file) =>
    path.relative(root, path.join(appSources, file)),
  );

test("US-2 who follows the page writes the app that is proven outside: its files are shown whole", () => {
  const app = filesOf("{platform,slice}/**/*.ts");
  const tests = filesOf(
    "harness/{vitest.config.ts,src/*.ts,test/{initConvexTest,onComponents}.ts}",
  );
  const shown = [...app, ...tests].filter((file) => whole.get(file) === textOf(file));
  expect(shown.length).toBeGreaterThan(12);
  expect([...app, ...tests].filter((file) => !shown.includes(file))).toEqual([]);
});

test("US-2 the page counts what it adds as the tests do", () => {
  /** @param {string} name */
  const layer = (name) => path.join(appSources, name);
  const added = addedLines(layer("platform"), [layer("existing")]).length;
  expect(textOf(page)).toContain(`${added} lines for the platform`);
});
