const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads comma-separated values; the first line names the fields. What looks like a number is one, everything else is
 * text, as `convex import` has it. Throws when a line has another number of values.
 */
export function parseCsv(text: string): Record<string, string | number>[] {
  const [fields = [], ...records] = recordsIn(text);
  return records.map((record, i) => {
    if (record.length !== fields.length) {
      throw new Error(`Record ${i + 1} has ${record.length} values, not ${fields.length}`);
    }
    return Object.fromEntries(fields.map((field, n) => [field, typed(record[n] ?? "")]));
  });
}

const typed = (value: string): string | number => (NUMBER.test(value) ? Number(value) : value);

function recordsIn(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  // A value, quoted or not, and what ends it.
  for (const [, quoted, plain = "", end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    const isNothing = end !== "," && record.length === 0 && quoted === undefined && plain === "";
    if (!isNothing) record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (record.length > 0) records.push(record);
    record = [];
  }
  return records;
}
