import { trusted } from "../../boundary.js";
import { CommitTsPlaceholder, type Value } from "convex/values";

const maxInt64 = 2n ** 63n - 1n;

/** How a transaction sees its own unresolved commit timestamp: later than every other. */
export const ownCommitTs = maxInt64;

/** How a transaction sees the commit timestamp of another one that commits first: later than all stored ones, never its own. */
export const foreignCommitTs = maxInt64 - 1n;

type MaybeValue = Value | undefined;

const isPlain = (value: MaybeValue): value is Record<string, Value> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof ArrayBuffer);

/** Says whether a commit timestamp placeholder is anywhere inside `value`. */
export function hasCommitTs(value: MaybeValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof CommitTsPlaceholder) return true;
  if (Array.isArray(value)) return value.some(hasCommitTs);
  return isPlain(value) && Object.values(value).some(hasCommitTs);
}

/** Replaces every placeholder in `value` by `ts`; returns the same object when nothing is replaced. */
export function resolveCommitTs<T extends MaybeValue>(value: T, ts: bigint): T {
  return hasCommitTs(value) ? trusted<T>(substitute(value, ts)) : value;
}

function substitute(value: MaybeValue, ts: bigint): MaybeValue {
  if (value instanceof CommitTsPlaceholder) return ts;
  if (Array.isArray(value)) return value.map((item) => trusted<Value>(substitute(item, ts)));
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, substitute(item, ts)]);
  return trusted<Value>(Object.fromEntries(entries));
}

/** The commit timestamp that `pending` got, read off the same document after its commit; null when it has no placeholder. */
export function findCommitTs(pending: MaybeValue, committed: MaybeValue): bigint | null {
  if (pending instanceof CommitTsPlaceholder) return trusted<bigint>(committed);
  if (Array.isArray(pending)) {
    return firstTs(pending.map((item, i) => [item, trusted<Value[]>(committed)[i]]));
  }
  if (!isPlain(pending)) return null;
  const fields = trusted<Record<string, Value>>(committed);
  return firstTs(Object.entries(pending).map(([key, item]) => [item, fields[key]]));
}

function firstTs(pairs: [MaybeValue, MaybeValue][]): bigint | null {
  for (const [pending, committed] of pairs) {
    const ts = findCommitTs(pending, committed);
    if (ts !== null) return ts;
  }
  return null;
}
