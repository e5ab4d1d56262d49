import { expect, test } from "vitest";
import { parseCsv } from "./parseCsv.js";

test.for([
  [
    "texts and numbers",
    "a,b\nx,1\ny,-2.5e3",
    [
      { a: "x", b: 1 },
      { a: "y", b: -2500 },
    ],
  ],
  ["Windows lines and a last line without an end", "a\r\n1\r\n2", [{ a: 1 }, { a: 2 }]],
  [
    "quotes, commas and lines in values",
    'a,b\n"x, ""y""","l1\nl2"',
    [{ a: 'x, "y"', b: "l1\nl2" }],
  ],
  ["empty values", "a,b,c\n,,", [{ a: "", b: "", c: "" }]],
  ["empty lines", "a\n\n1\n\n", [{ a: 1 }]],
  ["what only begins like a number", "a\n1st\n0x10\n1,", null],
  ["nothing", "", []],
] as const)("%s", ([, text, rows]) => {
  if (rows === null) expect(() => parseCsv(text)).toThrow("Record 3 has 2 values, not 1");
  else expect(parseCsv(text)).toEqual(rows);
});
