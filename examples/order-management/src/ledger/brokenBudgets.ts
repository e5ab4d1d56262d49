import { budgetOf } from "./budgetOf.ts";
import type { Ledger } from "./makeLedger.ts";
import type { LedgerEntry } from "./measureCommands.ts";
import { flatCounts, type FlatnessEntry } from "./measureFlatness.ts";

const limited = [
  "calls",
  "docsRead",
  "docsWritten",
  "scheduled",
  "wakeCalls",
  "wakeReads",
  "wakeWrites",
] as const;

/** What the ledger finds wrong, one sentence each: costs over their budget, and costs that grow. */
export function brokenBudgets({ commands, flatness }: Ledger): string[] {
  return [...commands.flatMap(overspent), ...growing(flatness)];
}

function overspent(entry: LedgerEntry): string[] {
  const budget = budgetOf(entry);
  return limited
    .filter((count) => entry[count] > (budget[count] ?? Infinity))
    .map(
      (count) =>
        `${entry.name}, ${entry.path}: ${count} is ${entry[count]}, at most ${budget[count]}`,
    );
}

function growing(flatness: readonly FlatnessEntry[]): string[] {
  const groups = Map.groupBy(flatness, ({ what, name }) => `${name}, ${what}`);
  return [...groups].flatMap(([where, entries]) =>
    flatCounts
      .filter((count) => new Set(entries.map((entry) => entry[count])).size > 1)
      .map((count) => `${where}: ${count} is ${listed(entries, count)}`),
  );
}

const listed = (entries: readonly FlatnessEntry[], count: (typeof flatCounts)[number]) =>
  entries.map((entry) => `${entry[count]} at ${entry.at}`).join(" and ");
