import { formatCount } from "../summary/format.ts";
import { renderTable, type TableColumn } from "../summary/renderTable.ts";
import type { Colors } from "../terminal/Terminal.ts";
import { budgetOf } from "./budgetOf.ts";
import type { Counts } from "./countsOf.ts";
import type { Ledger } from "./makeLedger.ts";
import { flatCounts, type FlatnessEntry } from "./measureFlatness.ts";

const headings = {
  calls: "Calls",
  docsRead: "Read",
  docsWritten: "Written",
  scheduled: "Scheduled",
  indexRanges: "Index ranges",
  allRanges: "of all",
  inlineRows: "Inline rows",
  tags: "Tags",
  bytesWritten: "Bytes",
  loadReads: "Load",
  rateLimitCalls: "Limit: calls",
  rateLimitReads: "read",
  rateLimitWrites: "written",
  wakeCalls: "Wake: calls",
  wakeReads: "Wake: read",
  wakeWrites: "Wake: written",
} satisfies Record<keyof Counts, string>;
const columns: (keyof Counts)[] = [
  "calls",
  "docsRead",
  "docsWritten",
  "scheduled",
  "indexRanges",
  "allRanges",
  "inlineRows",
  "tags",
  "bytesWritten",
  "loadReads",
  "rateLimitCalls",
  "rateLimitReads",
  "rateLimitWrites",
  "wakeCalls",
  "wakeReads",
  "wakeWrites",
];

/** The ledger as tables: each number beside its budget, then each cost in short and long streams, small and large stores. */
export function renderLedger({ commands, flatness, wakeUp }: Ledger, colors: Colors): string[] {
  const heads = columns.map((count) => numberColumn(headings[count], colors));
  const rows = commands.map((entry) => {
    const budget = budgetOf(entry);
    return [entry.name, entry.path, ...columns.map((count) => judged(entry[count], budget[count]))];
  });
  return [
    `${colors.bold("What a command costs")}${colors.dim(" · each number beside its budget")}`,
    ...renderTable(colors, [{ heading: "Command" }, { heading: "Path" }, ...heads], rows),
    "",
    `${colors.bold("The command that finds the dispatcher asleep")}${colors.dim(" · beside its own cost")}`,
    `${wakeUp.wakeCalls} call, ${wakeUp.wakeReads} read, ${wakeUp.wakeWrites} written, ${wakeUp.scheduled} scheduled`,
    ...renderFlatness("streamLength", flatness, colors),
    ...renderFlatness("storeSize", flatness, colors),
  ];
}

function renderFlatness(
  what: FlatnessEntry["what"],
  flatness: readonly FlatnessEntry[],
  colors: Colors,
): string[] {
  const measured = flatness.filter((entry) => entry.what === what);
  const sizes = [...new Set(measured.map(({ at }) => formatCount(at)))].join(" and ");
  const rows = [...Map.groupBy(measured, ({ name }) => name)].map(([name, entries]) => [
    name,
    ...flatCounts.map((count) => compared(entries.map((entry) => entry[count]))),
  ]);
  const heads = flatCounts.map((count) => numberColumn(headings[count], colors));
  return [
    "",
    `${colors.bold(`The same with ${sizes} events`)}${colors.dim(` in the ${places[what]}`)}`,
    ...renderTable(colors, [{ heading: "Command" }, ...heads], rows),
  ];
}

const places = { streamLength: "stream", storeSize: "store" };

const judged = (actual: number, most: number | undefined) =>
  most === undefined ? formatCount(actual) : `${actual} ≤ ${most} ${mark(actual <= most)}`;

const compared = (numbers: readonly number[]) =>
  `${numbers.join(" · ")} ${mark(new Set(numbers).size === 1)}`;

const mark = (isGood: boolean) => (isGood ? "✓" : "✗");

const numberColumn = (heading: string, { green, red }: Colors): TableColumn => ({
  heading,
  align: "right",
  color: (cell) => cell.replace("✓", green("✓")).replace("✗", red("✗")),
});
