// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const linesOf = (name: string) =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .trimEnd()
    .split("\n");

test("US-2 a complete slice is at most 60 lines: 2 events, 2 commands, a projection, the tests of all", () => {
  const [code, tests] = [linesOf("tasks.ts"), linesOf("tasks.test.ts")];
  const table = linesOf("schema.ts").filter((line) => line.includes("openTasks"));
  const offered = linesOf("publicApi.ts").filter((line) => line.includes("openTask"));
  const all = [...code, ...tests, ...table, ...offered];
  expect([table.length, offered.length]).toEqual([1, 1]);
  expect(all.length).toBeLessThanOrEqual(60);
  const count = (pattern: RegExp) => code.filter((line) => pattern.test(line)).length;
  expect({
    events: count(/^ {2}Task\w+: \{ taskId/),
    commands: count(/^export const \w+ = Task\.(creation|command)\(/),
    projections: count(/^export const \w+ = defineProjection\(/),
    tests: tests.filter((line) => line.startsWith("test(")).length,
  }).toEqual({ events: 2, commands: 2, projections: 1, tests: 2 });
});
