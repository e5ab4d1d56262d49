// @vitest-environment node
import picocolors from "picocolors";
import { expect, test } from "vitest";
import { renderTable } from "./renderTable.ts";

const plain = picocolors.createColors(false);

test("cells are padded to the widest of their column, numbers to the right", () => {
  const columns = [{ heading: "Customer" }, { heading: "Orders", align: "right" as const }];
  expect(
    renderTable(plain, columns, [
      ["Mère Paillarde", "13"],
      ["Café", "7"],
    ]),
  ).toEqual([
    "  Customer         Orders",
    "  Mère Paillarde       13",
    "  Café                  7",
  ]);
});

test("an accent written as a character of its own takes no room", () => {
  expect(renderTable(plain, [{ heading: "A" }, { heading: "B" }], [["e\u0301", "x"]])[1]).toBe(
    "  e\u0301   x",
  );
});

test("colors do not shift columns", () => {
  const colors = picocolors.createColors(true);
  const [, row = ""] = renderTable(colors, [{ heading: "Id", color: colors.green }], [["a"]]);
  expect(row).toBe(`  ${colors.green("a ")}`);
});
