import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { taskList } from "./taskList.mjs";

const manifest = path.join(import.meta.dirname, "../../package.json");
/** @type {{ scripts: Record<string, string> }} */
const { scripts } = JSON.parse(readFileSync(manifest, "utf8"));

test.each(Object.keys(taskList))("npm run %s starts the task of that name", (name) => {
  expect(scripts[name]).toBe(`node tools/run.mjs ${name}`);
});
