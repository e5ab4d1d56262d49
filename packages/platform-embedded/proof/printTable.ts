/** Prints reports of the same shape as a table, one row each, under their names. */
export function printTable<Row extends object>(rows: readonly Row[]): void {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => Object.values(row).map(String))];
  const widths = names.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  for (const line of lines) {
    const cells = line.map((cell, i) => cell.padStart(widths[i] ?? 0));
    process.stdout.write(`${cells.join("  ")}\n`);
  }
}
