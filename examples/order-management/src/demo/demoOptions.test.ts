// @vitest-environment node
import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { UsageError } from "../terminal/UsageError.ts";
import { demoHelp, demoOptions } from "./demoOptions.ts";

test("without options the shipped data set is fed once", () => {
  const { input, passes, json } = demoOptions([]);
  expect([existsSync(path.join(input, "orders.csv")), passes, json]).toEqual([true, 1, false]);
});

test("every option is understood", () => {
  const args = ["--input", "dir", "--repeat", "2", "--tenants", "3", "--once", "--json"];
  expect(demoOptions([...args, "--reset", "--push", "--data-dir", "kept"])).toEqual({
    input: "dir",
    passes: 2,
    tenants: 3,
    dataDirectory: "kept",
    reset: true,
    push: true,
    once: true,
    json: true,
    help: false,
  });
});

test.each([
  [["--inptu", "x"]],
  [["--repeat", "0"]],
  [["--repeat", "two"]],
  [["--tenants", "0"]],
  [["--tenants", "100"]],
  [["--input"]],
  [["dir"]],
])("%j is refused with a message that helps", (args) => {
  expect(() => demoOptions(args)).toThrow(UsageError);
  expect(() => demoOptions(args)).toThrow(/--help lists|whole number|argument missing/);
});

test("the help names every option", () => {
  const named = ["--input", "--repeat", "--tenants", "--reset", "--data-dir", "--once", "--json"];
  for (const option of [...named, "--help"]) expect(demoHelp).toContain(`\n  ${option} `);
});
