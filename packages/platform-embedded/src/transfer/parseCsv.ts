import { CsvError, parse } from "csv-parse/sync";
import { ImportRefused } from "./ImportRefused.js";

const numberPattern = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads comma-separated values; the first line names the fields. A value that looks like a number becomes a number, as in
 * `convex import`; every other value stays text. Throws `ImportRefused` for text that is not valid CSV.
 */
export function parseCsv(text: string): Record<string, string | number>[] {
  const [fields = [], ...records] = recordsIn(text);
  const repeated = fields.find((field, i) => fields.indexOf(field) < i);
  if (repeated !== undefined) {
    throw new ImportRefused(`field "${repeated}" appears twice in the first line; rename one`);
  }
  return records.map((record) =>
    Object.fromEntries(fields.map((field, i) => [field, numberOrText(record[i] ?? "")])),
  );
}

const numberOrText = (value: string): string | number =>
  numberPattern.test(value) ? Number(value) : value;

function recordsIn(text: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, record_delimiter: ["\r\n", "\n"] });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ImportRefused(`line ${String(error["lines"])}: ${problemOf(error)}`);
  }
}

function problemOf({ code, message }: CsvError): string {
  switch (code) {
    case "INVALID_OPENING_QUOTE":
      return 'a quote inside a value; put the value in quotes and double the quote: "5"" pipe"';
    case "CSV_INVALID_CLOSING_QUOTE":
      return "text after a closing quote; end the value with a comma or a new line";
    case "CSV_QUOTE_NOT_CLOSED":
      return "a quoted value has no closing quote";
    default:
      return message;
  }
}
