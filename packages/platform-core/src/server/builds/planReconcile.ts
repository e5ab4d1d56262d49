import type { Doc } from "../../component/_generated/dataModel.js";
import type { Declared } from "../../contract/consumer.js";

type Row = Doc<"generations">;
type Status = Row["status"];

/** What the component knows of one consumer. */
export type Known = {
  rows: readonly Row[];
  /** Whether the component has never seen any declarations. */
  isFirst: boolean;
  /** Whether its generation 0, which commands keep, was entered just now. */
  isNew: boolean;
  /** Whether commands still keep what is live; asked of the app only where commands kept it so far. */
  isKeptInline: boolean;
};

export type Action =
  /** Tries again to delete rows, after that halted. */
  | { do: "restartDropping"; row: Row }
  /** Takes over policy and attempts; stops what the code has lost, and starts what it has again. */
  | { do: "refresh"; row: Row; status: Status }
  | { do: "stopInline"; row: Row }
  | { do: "abandon"; row: Row }
  | { do: "begin" };

/**
 * What brings the generations of a consumer in line with its declaration, in order: a version, delivery or number of partitions
 * that is not served yet is built as a new generation. Pure.
 */
export function planReconcile(declared: Declared, known: Known): Action[] {
  const { rows, isFirst, isNew, isKeptInline } = known;
  const current = rows.filter(({ state }) => state !== "dropping");
  const live = current.find(({ state }) => state === "live");
  const isStopped = live?.delivery === "inline" && !isKeptInline;
  const isServed = live !== undefined && !isStopped && isDeclared(live, declared);
  const isWanted = (row: Row) => isDeclared(row, declared) && (isServed || isWhole(row));
  const builds = current.filter(({ state }) => state === "building");

  const actions: Action[] = [];
  for (const row of rows) {
    if (row.state === "dropping" && row.status.kind !== "running") {
      actions.push({ do: "restartDropping", row });
    }
  }
  for (const row of current) {
    const status = statusOf(row, declared);
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

const isDeclared = (row: Row, declared: Declared) =>
  row.version === declared.version &&
  row.partitions === declared.partitions &&
  row.delivery === declared.delivery;

const isWhole = ({ scope, isShadow }: Row) => !scope && !isShadow;

const isChanged = (row: Row, { policy, attempts }: Declared, status: Status) =>
  row.policy !== policy || row.attempts !== attempts || row.status.kind !== status.kind;

/** A generation whose version is gone is `removed` until that comes back; what operators have stopped stays as it is. */
function statusOf({ status, version, isInlineStopped }: Row, { versions }: Declared): Status {
  const isInCode = versions.includes(version) && isInlineStopped !== true;
  if (isInCode) return status.kind === "removed" ? { kind: "running" } : status;
  return status.kind === "running" ? { kind: "removed" } : status;
}
