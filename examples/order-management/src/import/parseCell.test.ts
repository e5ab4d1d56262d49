// @vitest-environment node
import { expect, test } from "vitest";
import { parseCents, parseDate, parseId, parseWhole, type Column } from "./parseCell.ts";

const column: Column = [0, "it"];
const row = (text: string) => ({ line: 2, fields: [text] });

test.each([
  ["14.00", 1400],
  ["9.8", 980],
  ["7", 700],
  ["0.07", 7],
  ["0", 0],
  ["0014.50", 1450],
  // As a float, 1.15 * 100 is 114.99999999999999.
  ["1.15", 115],
  ["90071992547409.91", Number.MAX_SAFE_INTEGER],
])("the price %s is %d cents, exactly", (text, cents) => {
  expect(parseCents(row(text), column)).toBe(cents);
});

test.each(["14.005", "-1", "1e3", "$14", "1,400", "1.", ".5", "NaN", "Infinity", "0x10", "１４"])(
  "%s is not a price",
  (text) => {
    expect(() => parseCents(row(text), column)).toThrow(/^it "/);
  },
);

test("a price beyond what a number counts exactly is refused", () => {
  expect(() => parseCents(row("90071992547409.92"), column)).toThrow("is too large");
});

test.each([
  ["1", 1],
  ["0120", 120],
])("the quantity %s is %d", (text, quantity) => {
  expect(parseWhole(row(text), column, 1)).toBe(quantity);
});

test.each(["0", "-3", "1.5", "1.0", "NaN", "twelve", "9007199254740992"])(
  "%s is not a quantity",
  (text) => {
    expect(() => parseWhole(row(text), column, 1)).toThrow("not a whole number from 1 on");
  },
);

test.each([
  ["1996-07-04 00:00:00.000", "1996-07-04T00:00:00.000Z"],
  ["1996-07-04", "1996-07-04T00:00:00.000Z"],
  ["1996-07-04T23:59:58.1234567Z", "1996-07-04T23:59:58.123Z"],
  ["1996-02-29 08:30", "1996-02-29T08:30:00.000Z"],
  ["0099-01-01", "0099-01-01T00:00:00.000Z"],
])("the date %s is %s", (text, iso) => {
  expect(new Date(parseDate(row(text), column)).toISOString()).toBe(iso);
});

test.each([
  "1996-02-31",
  "1997-02-29",
  "1996-13-01",
  "1996-00-10",
  "1996-07-04 24:00:00",
  "1996-07-04 12:60",
  "04.07.1996",
  "7/4/1996",
  "1996-07-04T00:00:00+02:00",
  "today",
])("%s is not a date", (text) => {
  expect(() => parseDate(row(text), column)).toThrow("is not a date");
});

test.each(["a", "ö", "__proto__", "a b", '"', "\u0000", "x".repeat(256)])(
  "any text of up to 256 characters is an id: %j",
  (text) => {
    expect(parseId(row(text), column)).toBe(text);
  },
);

test.each([
  ["", "is missing"],
  ["NULL", "is missing"],
  ["x".repeat(257), "at most 256"],
  [Buffer.from([0x4d, 0xfc]).toString(), "not UTF-8"],
])("what is not an id is refused with the reason: %j", (text, reason) => {
  expect(() => parseId(row(text), column)).toThrow(reason);
});

test("a column that the row does not have is missing", () => {
  expect(() => parseId({ line: 2, fields: ["a"] }, [1, "customerID"])).toThrow(
    "customerID is missing",
  );
});

test("a value behind a quote that is never closed is refused", () => {
  const open = { line: 2, fields: ['"a'], hasOpenQuote: true as const };
  expect(() => parseId(open, column)).toThrow("never closed");
});

test("what a message repeats of a bad value cannot command a terminal", () => {
  expect(() => parseWhole(row("\u001b[2J\u202e1"), column, 1)).toThrow(
    'it "\\u{1b}[2J\\u{202e}1" is not',
  );
});
