// @vitest-environment node
import { expect, test } from "vitest";
import { readRows } from "./readRows.ts";

const read = (text: string) => readRows(Buffer.from(text));
const fieldsOf = (text: string) => read(text).map(({ fields }) => fields);

test("the first line is the header, whatever it says", () => {
  expect(fieldsOf("1,2\n3,4\n")).toEqual([["3", "4"]]);
});

test("a byte order mark, CRLF, CR and a missing last line end are all fine", () => {
  expect(read("\uFEFFa,b\r\n1,x\r2,y\n3,z")).toEqual([
    { line: 2, fields: ["1", "x"] },
    { line: 3, fields: ["2", "y"] },
    { line: 4, fields: ["3", "z"] },
  ]);
});

test("empty lines are skipped and counted", () => {
  expect(read("\nh\r\n\r\n  \n1,x\n\n\n2,y\n")).toEqual([
    { line: 5, fields: ["1", "x"] },
    { line: 8, fields: ["2", "y"] },
  ]);
});

test("quoted fields hold commas, quotes and line ends, and a row has the line it starts on", () => {
  expect(read('h\n1,"a,""b""\nc"\n2,d\n')).toEqual([
    { line: 2, fields: ["1", 'a,"b"\nc'] },
    { line: 4, fields: ["2", "d"] },
  ]);
});

test("rows may have more or fewer columns than the header", () => {
  expect(fieldsOf("a,b\n1\n1,2,3,4\n")).toEqual([["1"], ["1", "2", "3", "4"]]);
});

test("white space around a field is dropped, within quotes it stays", () => {
  expect(fieldsOf('h\n 1 ,\t"  x " , y\n')).toEqual([["1", "  x ", "y"]]);
});

test.each([
  ["within a field", '1,Hotel "Sun", x', ["1", 'Hotel "Sun"', "x"]],
  ["before other text", '1,"Sun" Hotel, x', ["1", '"Sun" Hotel', "x"]],
  ["beside a field that is properly quoted", '"1, a",b"c', ["1, a", 'b"c']],
])("a stray quote %s is text and costs no other row", (_, row, fields) => {
  expect(fieldsOf(`h\n0,before\n${row}\n2,"after"\n`)).toEqual([
    ["0", "before"],
    fields,
    ["2", "after"],
  ]);
});

test("a quote that is never closed ends with its line", () => {
  expect(read('h\n1,"open\n2,b\n3,"c"\n')).toEqual([
    { line: 2, fields: ["1", '"open'], hasOpenQuote: true },
    { line: 3, fields: ["2", "b"] },
    { line: 4, fields: ["3", "c"] },
  ]);
});

test("a header alone and an empty text have no rows", () => {
  expect([read("a,b\n"), read(""), read("\n\n")]).toEqual([[], [], []]);
});
