import { defaultLimits } from "@convex-es/platform-store";
import { BadValue } from "./BadValue.ts";
import { quoted } from "../terminal/printable.ts";
import type { CsvRow } from "./readRows.ts";

/** A column by its place from the left; the name is for messages, whatever the header says. */
export type Column = readonly [index: number, name: string];

/** The text of a column; throws a BadValue when it is not there, empty, the NULL of a database export, or damaged. */
export function parseText({ fields, hasOpenQuote }: CsvRow, [index, name]: Column): string {
  const text = fields[index] ?? "";
  if (text === "" || text === "NULL") throw new BadValue(`${name} is missing`);
  if (hasOpenQuote && text.startsWith('"')) {
    throw new BadValue(`${name} opens a quote that is never closed`);
  }
  if (text.includes("\uFFFD")) throw new BadValue(`${name} is not UTF-8 text`);
  return text;
}

/** An id: any text up to the length that the event store takes. */
export function parseId(row: CsvRow, column: Column): string {
  const text = parseText(row, column);
  const longest = defaultLimits.maxIdLength;
  if (text.length <= longest) return text;
  throw new BadValue(`${column[1]} has ${text.length} characters, at most ${longest} are allowed`);
}

/** A number of pieces: whole, from `least` on. */
export function parseWhole(row: CsvRow, column: Column, least: number): number {
  const text = parseText(row, column);
  const pieces = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(pieces) && pieces >= least) return pieces;
  throw new BadValue(`${column[1]} ${quoted(text)} is not a whole number from ${least} on`);
}

/** US dollars as whole cents, taken from the digits as they stand. */
export function parseCents(row: CsvRow, column: Column): number {
  const text = parseText(row, column);
  const [, dollars = "", cents = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (dollars === "")
    throw new BadValue(`${column[1]} ${quoted(text)} is not an amount like 14.00`);
  if (cents.length > 2) {
    throw new BadValue(`${column[1]} ${quoted(text)} has more than 2 decimals`);
  }
  const amount = Number(dollars + cents.padEnd(2, "0"));
  if (Number.isSafeInteger(amount)) return amount;
  throw new BadValue(`${column[1]} ${quoted(text)} is too large`);
}

const datePattern = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?Z?)?$/;

/** A day with or without a time, in UTC, as milliseconds since 1970; a day that no calendar has is refused. */
export function parseDate(row: CsvRow, column: Column): number {
  const text = parseText(row, column);
  const [, day, minute = "00:00", second = ":00", fraction = ""] = datePattern.exec(text) ?? [];
  const iso = `${day}T${minute}${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
  const time = day === undefined ? NaN : Date.parse(iso);
  if (Number.isFinite(time) && new Date(time).toISOString() === iso) return time;
  throw new BadValue(`${column[1]} ${quoted(text)} is not a date like 1996-07-04`);
}
