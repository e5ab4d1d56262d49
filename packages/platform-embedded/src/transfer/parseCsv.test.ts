import { expect, test } from "vitest";
import { ImportRefused } from "./ImportRefused.js";
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
  ["a value that only begins like a number", "a\n1st\n0x10", [{ a: "1st" }, { a: "0x10" }]],
  ["a byte-order mark", "\uFEFFa,b\n1,2", [{ a: 1, b: 2 }]],
  ["a byte-order mark before a quote", '\uFEFF"a"\nx', [{ a: "x" }]],
  ["spaces around a value", "a,b\n x , y", [{ a: " x ", b: " y" }]],
  ["a field called __proto__", "__proto__\nx", [Object.fromEntries([["__proto__", "x"]])]],
  ["nothing", "", []],
] as const)("%s", ([, text, rows]) => {
  expect(parseCsv(text)).toEqual(rows);
});

test.for([
  ["a quote inside a value", 'a\nx\n5" pipe', "line 3: a quote inside a value"],
  ["text after a closing quote", 'a,b\n"x" ,y', "line 2: text after a closing quote"],
  ["a quote that is never closed", 'a,b\n"x,y', "line 2: a quoted value has no closing quote"],
  ["a record with too many values", "a\n1st\n0x10\n1,", "expect 1, got 2 on line 4"],
  ["a record with too few values", "a,b\n1", "expect 2, got 1 on line 2"],
  ["a field named twice", "a,b,a\n1,2,3", 'field "a" appears twice'],
])("%s is refused", ([, text = "", message = ""]) => {
  expect(() => parseCsv(text)).toThrow(ImportRefused);
  expect(() => parseCsv(text)).toThrow(message);
});
