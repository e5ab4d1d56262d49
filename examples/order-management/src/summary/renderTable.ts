import { charactersOf } from "../terminal/charactersOf.ts";
import type { Colors } from "../terminal/Terminal.ts";

/** A column: its heading, the side its cells lean to, and the color of its cells. */
export type TableColumn = {
  heading: string;
  align?: "left" | "right";
  color?: (text: string) => string;
};

const gap = "   ";

/** An indented table: dim headings, cells padded to the widest of their column. */
export function renderTable(
  { dim }: Pick<Colors, "dim">,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = columns.map(({ heading }, i) =>
    Math.max(...[heading, ...rows.map((row) => row[i] ?? "")].map(widthOf)),
  );
  const line = (cells: readonly string[], paint: (cell: string, column: TableColumn) => string) =>
    cells
      .map((cell, i) => {
        const column = columns[i] ?? { heading: "" };
        return paint(padded(cell, widths[i] ?? 0, column), column);
      })
      .join(gap)
      .replace(/^/, "  ")
      .trimEnd();
  const headings = columns.map(({ heading }) => heading);
  return [
    line(headings, (cell) => dim(cell)),
    ...rows.map((row) => line(row, (cell, { color }) => color?.(cell) ?? cell)),
  ];
}

function padded(cell: string, width: number, { align = "left" }: TableColumn): string {
  const padding = " ".repeat(Math.max(0, width - widthOf(cell)));
  return align === "left" ? cell + padding : padding + cell;
}

const widthOf = (text: string) => charactersOf(text).length;
