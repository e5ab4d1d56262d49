import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { addedLines } from "./addedLines.mjs";
import { appSources } from "./makeOutsideApp.mjs";

/** @param {string} name */
const layer = (name) => path.join(appSources, name);
const existing = layer("existing");
const platform = layer("platform");
const slice = layer("slice");

test("US-2 adding the platform to an existing app takes at most 15 lines, imports included", () => {
  const lines = addedLines(platform, [existing]);
  expect(lines.length, lines.join("\n")).toBeLessThanOrEqual(15);
});

test("US-2 a complete slice takes at most 60 lines, imports and tests included", () => {
  const lines = addedLines(slice, [existing, platform]);
  expect(lines.length, lines.join("\n")).toBeLessThanOrEqual(60);
});

test("US-2 the slice counted is complete: 2 events, 2 commands, 1 projection, tests of all", () => {
  const code = addedLines(slice, [existing, platform]).join("\n");
  const [, events = ""] = /defineEvents\(\{\n([\s\S]*?)\n\}\)/.exec(code) ?? [];
  expect(events.split("\n")).toHaveLength(2);
  const commands = [...code.matchAll(/^export const (\w+) = Loan\.(?:command|creation)\(/gm)];
  const projections = [...code.matchAll(/^export const (\w+) = defineProjection\(/gm)];
  expect([commands.length, projections.length]).toEqual([2, 1]);
  for (const [, name] of commands) expect(code).toContain(`.when(${name}, `);
  for (const [, name] of projections) expect(code).toContain(`.projects(${name}, `);
});

test("US-2 the README shows every line of the slice that is counted", () => {
  const readme = readFileSync(path.join(import.meta.dirname, "../../README.md"), "utf8");
  const lines = addedLines(slice, [existing, platform]);
  expect(lines.filter((line) => !readme.includes(line))).toEqual([]);
});

test("lines that a layer repeats are not counted, and lines that it adds are", () => {
  expect(addedLines(slice, [slice])).toEqual([]);
  expect(addedLines(slice, []).length).toBeGreaterThan(addedLines(slice, [existing]).length);
});
