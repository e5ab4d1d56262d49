import { expect, test } from "vitest";
import { textTable } from "./textTable.mjs";

test("columns are as wide as their widest cell, numbers to the right", () => {
  const rows = [
    ["suite", "passed", "about"],
    ["platform-core", "7", "x"],
    ["docs", "1,204", ""],
  ];
  expect(textTable(rows, { right: [1] })).toEqual([
    "suite          passed  about",
    "platform-core       7  x",
    "docs            1,204",
  ]);
});

test("a table without rows has no lines", () => {
  expect(textTable([])).toEqual([]);
});
