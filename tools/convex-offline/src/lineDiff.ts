import { diff } from "node:util";

const contextLines = 2;

/** Shows how one text became another: changed lines marked + and -, with two lines around them. */
export function lineDiff(before: string, after: string): string {
  const entries = diff(linesOf(before), linesOf(after)).map(([operation, line]) => ({
    changed: operation !== 0,
    text: `${mark(operation)} ${line}`,
  }));
  const shown = entries.map((_, at) => {
    const around = entries.slice(Math.max(0, at - contextLines), at + contextLines + 1);
    return around.some((entry) => entry.changed);
  });
  return entries
    .flatMap(({ text }, at) => (shown[at] ? [text] : shown[at - 1] ? ["  …"] : []))
    .join("\n");
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** Node marks a line that only the first text has with 1, one that only the second has with -1. */
function mark(operation: number): string {
  if (operation === 0) return " ";
  return operation > 0 ? "-" : "+";
}
