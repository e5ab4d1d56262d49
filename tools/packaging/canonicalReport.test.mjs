import { expect, test } from "vitest";
import { canonicalReport } from "./canonicalReport.mjs";

/** @param {string[]} members */
const typed = (...members) => ["type A = {", ...members, "};"].join("\n");

test("PK-3 the order in which the compiler meets members and literals does not change an API", () => {
  const [b, c] = ["    b: string;", '    c: "x" | "y";'];
  expect(canonicalReport(typed(b, c))).toBe(
    canonicalReport(typed(c.replace('"x" | "y"', '"y" | "x"'), b)),
  );
});

test.each([
  ["another type", typed("    b: number;")],
  ["another name", typed("    d: string;")],
  ["a member more", typed("    b: string;", "    c: string;")],
  ["a member that stands deeper", typed("    e: {", "        b: string;", "    };")],
])("PK-3 %s is a change", (_what, changed) => {
  expect(canonicalReport(changed)).not.toBe(canonicalReport(typed("    b: string;")));
});
