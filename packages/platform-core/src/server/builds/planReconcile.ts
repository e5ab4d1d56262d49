import type { Doc } from "../../component/_generated/dataModel.js";
import type { Declared } from "../../contract/consumer.js";

type GenerationRow = Doc<"generations">;
type GenerationStatus = GenerationRow["status"];

/** What the component knows of one consumer. */
export type ReconcileInput = {
  rows: readonly GenerationRow[];
  /** Whether the component has never seen any declarations. */
  isFirst: boolean;
  /** Whether its generation 0, which commands keep, was entered just now. */
  isNew: boolean;
  /** Whether commands still keep what is live; asked of the app only where commands kept it so far. */
  isKeptInline: boolean;
};

export type ReconcileAction =
  /** Tries again to delete rows, after that halted. */
  | { do: "restartDropping"; row: GenerationRow }
  /** Takes over policy and attempts; stops what the code has lost, and starts what it has again. */
  | { do: "refresh"; row: GenerationRow; status: GenerationStatus }
  | { do: "stopInline"; row: GenerationRow }
  | { do: "abandon"; row: GenerationRow }
  | { do: "begin" };

/**
 * What brings the generations of a consumer in line with its declaration, in order: a version, delivery or number of partitions
 * that is not served yet is built as a new generation. Pure.
 */
export function planReconcile(declared: Declared, known: ReconcileInput): ReconcileAction[] {
  const { rows, isFirst, isNew, isKeptInline } = known;
  const current = rows.filter(({ state }) => state !== "dropping");
  const live = current.find(({ state }) => state === "live");
  const isStopped = live?.delivery === "inline" && !isKeptInline;
  const isServed = live !== undefined && !isStopped && isDeclared(live, declared);
  const isWanted = (row: GenerationRow) => isDeclared(row, declared) && (isServed || isWhole(row));
  const builds = current.filter(({ state }) => state === "building");

  const actions: ReconcileAction[] = [];
  for (const row of rows) {
    if (row.state === "dropping" && row.status.kind !== "running") {
      actions.push({ do: "restartDropping", row });
    }
  }
  for (const row of current) {
    const status = generationStatus(row, declared);
    if (isChanged(row, declared, status)) actions.push({ do: "refresh", row, status });
  }
  if (isStopped && live.isInlineStopped !== true) actions.push({ do: "stopInline", row: live });
  for (const row of builds) if (!isWanted(row)) actions.push({ do: "abandon", row });

  // What commands have kept since before the component looked is complete; what came later lacks its past.
  const isComplete = isServed && (isFirst || !isNew);
  const isUnderWay = builds.some((row) => isWhole(row) && isDeclared(row, declared));
  if (!isComplete && !isUnderWay) actions.push({ do: "begin" });
  return actions;
}

const isDeclared = (row: GenerationRow, declared: Declared) =>
  row.version === declared.version &&
  row.partitions === declared.partitions &&
  row.delivery === declared.delivery;

const isWhole = ({ scope, isShadow }: GenerationRow) => !scope && !isShadow;

const isChanged = (row: GenerationRow, { policy, attempts }: Declared, status: GenerationStatus) =>
  row.policy !== policy || row.attempts !== attempts || row.status.kind !== status.kind;

/** A generation whose version is gone is `removed` until that comes back; what operators have stopped stays as it is. */
function generationStatus(
  { status, version, isInlineStopped }: GenerationRow,
  { versions }: Declared,
): GenerationStatus {
  const isInCode = versions.includes(version) && isInlineStopped !== true;
  if (isInCode) return status.kind === "removed" ? { kind: "running" } : status;
  return status.kind === "running" ? { kind: "removed" } : status;
}
