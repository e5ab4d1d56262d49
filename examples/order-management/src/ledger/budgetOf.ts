import { commandCases } from "./commandCases.ts";
import type { Counts } from "./countsOf.ts";
import type { LedgerEntry, Path } from "./measureCommands.ts";

/** The most that a command may cost; what is left out is not limited. */
export type Budget = Partial<Counts>;

const awake = { wakeCalls: 0, wakeReads: 1, wakeWrites: 0 };
const unneeded = { wakeCalls: 0, wakeReads: 0, wakeWrites: 0 };

const budgets: Record<Path, Budget> = {
  executed: { calls: 2, allRanges: 6, docsRead: 4, docsWritten: 3, scheduled: 0, ...awake },
  rejected: { calls: 2, docsWritten: 1, scheduled: 0, ...unneeded },
  duplicate: { calls: 1, docsRead: 1, docsWritten: 0, scheduled: 0, ...unneeded },
};

/** What a command that emits one event may cost on a path; one that creates has nothing to load. */
export function budgetOf({ name, path }: Pick<LedgerEntry, "name" | "path">): Budget {
  const creates = path === "executed" && commandCases[name].isCreation === true;
  return creates ? { ...budgets[path], docsRead: 2 } : budgets[path];
}
