import { describe, expect, test } from "vitest";
import { cutText, isWellFormed, textProblem } from "./text.js";

const rule = { maxLength: 4 };

describe("textProblem", () => {
  test("an empty text is a problem unless the rule allows it", () => {
    expect(textProblem("", rule)).toEqual({ code: "EMPTY", message: "is empty" });
    expect(textProblem("", { ...rule, mayBeEmpty: true })).toBeNull();
  });

  test("a text is as long as its UTF-16 code units", () => {
    expect(textProblem("🧨🧨", rule)).toBeNull();
    expect(textProblem("🧨🧨a", rule)).toEqual({
      code: "TOO_LONG",
      message: "has 5 characters; at most 4 are allowed",
      limit: 4,
      actual: 5,
    });
  });

  test.each(["\ud800", "a\udfff", "\udc00\ud800"])("half of a pair is a problem: %j", (text) => {
    expect(textProblem(text, rule)).toMatchObject({ code: "LONE_SURROGATE" });
    expect(isWellFormed(text)).toBe(false);
  });

  test.each(["\u0000", "\n\t", "\u202e", "%:", "é"])("any other text passes: %j", (text) => {
    expect(textProblem(text, rule)).toBeNull();
  });
});

describe("cutText", () => {
  test.each([
    ["abcd", 4, "abcd"],
    ["abcde", 4, "abcd"],
    ["abc🧨", 4, "abc"],
    ["ab🧨", 4, "ab🧨"],
    ["🧨", 1, ""],
  ])("%j cut to %i is %j", (text, length, cut) => {
    expect(cutText(text, length)).toBe(cut);
    expect(isWellFormed(cutText(text, length))).toBe(true);
  });
});
