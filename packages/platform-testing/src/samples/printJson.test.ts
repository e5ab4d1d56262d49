import fc from "fast-check";
import type { JSONValue } from "convex/values";
import { expect, test } from "vitest";
import { printJson } from "./printJson.js";

test("UP-3 what fits on a line stands on one", () => {
  expect(printJson({ a: [1, 2], b: {}, c: [] })).toBe('{ "a": [1, 2], "b": {}, "c": [] }\n');
});

test("UP-3 what does not fit is broken where it does not", () => {
  const text = "x".repeat(70);
  expect(printJson({ a: { text }, b: { text, more: [text] } })).toBe(
    [
      "{",
      `  "a": { "text": "${text}" },`,
      '  "b": {',
      `    "text": "${text}",`,
      `    "more": ["${text}"]`,
      "  }",
      "}",
      "",
    ].join("\n"),
  );
});

test("UP-3 a list of things with several fields has a line for each", () => {
  const one = { a: 1, b: 2 };
  expect(printJson([one, one])).toBe('[\n  { "a": 1, "b": 2 },\n  { "a": 1, "b": 2 }\n]\n');
});

test("UP-3 whatever is printed parses to what it was", () => {
  const anything: fc.Arbitrary<unknown> = fc.jsonValue();
  fc.assert(
    fc.property(anything, (value) => {
      const json = JSON.stringify(value);
      expect(JSON.stringify(JSON.parse(printJson(JSON.parse(json) as JSONValue)))).toBe(json);
    }),
  );
});
