import { trusted } from "../contract/boundary.js";
import { type Value } from "convex/values";
import { firstDifference, valueText } from "../states/firstDifference.js";
import type { Found, RowDifference } from "../contract/rebuilds.js";

export type ComparedRow = Record<string, unknown>;

const mostRowDifferences = 20;

/** What tells rows that are served from the fold of their events, by key; those with a reason cannot be compared. */
export function differencesOf(
  tenant: string,
  all: ReadonlyMap<string, { served: ComparedRow | null; folded: ComparedRow | null }>,
  reasons: ReadonlyMap<string, string> = new Map(),
): Found {
  const rows = new Map([...all].filter(([key]) => !reasons.has(key)));
  const unverified = [...reasons].map(([key, reason]) => ({ tenant, key, reason }));
  const found = [...rows].flatMap(
    ([key, { served, folded }]) => differenceOf({ tenant, key }, served, folded) ?? [],
  );
  const count = (kind: RowDifference["kind"]) => found.filter((one) => one.kind === kind).length;
  return {
    rows: [...rows.values()].filter(({ served, folded }) => served !== null || folded !== null)
      .length,
    differing: count("differs"),
    missing: count("missing"),
    surplus: count("surplus"),
    differences: found.slice(0, mostRowDifferences),
    unverified: unverified.length,
    unverifiedRows: unverified.slice(0, mostRowDifferences),
  };
}

function differenceOf(
  at: { tenant: string; key: string },
  served: ComparedRow | null,
  folded: ComparedRow | null,
): RowDifference | null {
  const difference = firstDifference(valueOf(served), valueOf(folded));
  if (difference === null) return null;
  const { path, left, right } = difference;
  const kind = served === null ? "missing" : folded === null ? "surplus" : "differs";
  return { ...at, kind, path, problem: `served ${valueText(left)}, folded ${valueText(right)}` };
}

const valueOf = (row: ComparedRow | null) => trusted<Value | undefined>(row ?? undefined);
