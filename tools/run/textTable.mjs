/**
 * Rows as the lines of a table: columns as wide as their widest cell, the columns named in `right` to the right.
 * Loaded before anything is installed, so no library does it.
 * @param {readonly (readonly string[])[]} rows the first one is the head
 * @param {{ right?: readonly number[] }} [options]
 * @returns {string[]}
 */
export function textTable(rows, { right = [] } = {}) {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) =>
        right.includes(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
