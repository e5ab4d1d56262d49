import { CsvError, parse, type Options } from "csv-parse/sync";
import { FilePlace } from "./FilePlace.ts";

/** One row of a CSV file and the line it starts on; in one with an open quote, quotes are text. */
export type CsvRow = { line: number; fields: string[]; hasOpenQuote?: true };

const format = {
  bom: true,
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
} as const satisfies Options;

/**
 * The rows of a CSV file below its first one, the header. Rows may have any number of columns. Where quotes are wrong,
 * the row is read as its one line says, so that a stray quote in a column nobody needs costs no other row.
 */
export function readRows(file: Buffer): CsvRow[] {
  const rows: CsvRow[] = [];
  const place = new FilePlace(file);
  while (!place.atEnd) readUntilFault(place, rows);
  return rows.slice(1);
}

function readUntilFault(place: FilePlace, rows: CsvRow[]): void {
  const start = place.offset;
  const { rest } = place;
  const isRead = parsed(rest, {
    on_record: (fields: string[], { bytes }: { bytes: number }) => {
      place.skipBlanks();
      rows.push({ line: place.line, fields });
      place.advanceTo(start + bytes);
      return null;
    },
  });
  if (isRead !== null) return place.advanceTo(start + rest.length);
  place.skipBlanks();
  const { line } = place;
  rows.push({ line, ...rowOfLine(place.takeLine()) });
}

function rowOfLine(line: Buffer): Omit<CsvRow, "line"> {
  const trimmed = parsed(line, { relax_quotes: true })?.[0];
  if (trimmed !== undefined) return { fields: trimmed };
  // Text after a closing quote is an error only where csv-parse trims.
  const untrimmed = parsed(line, { relax_quotes: true, trim: false })?.[0];
  if (untrimmed !== undefined) return { fields: untrimmed.map((field) => field.trim()) };
  return { fields: parsed(line, { quote: false })?.[0] ?? [], hasOpenQuote: true };
}

/** The records of a text, or `null` when its quotes are wrong. */
function parsed(text: Buffer, options: Options): string[][] | null {
  try {
    return parse(text, { ...format, ...options });
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
