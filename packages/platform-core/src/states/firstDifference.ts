import { trusted } from "../contract/boundary.js";
import { cutText } from "@convex-es/platform-base";
import { compareValues, convexToJson, type Value } from "convex/values";

/** Where two values differ first, and what is there on either side; `undefined` for nothing. */
export type Difference = { path: string; left: Value | undefined; right: Value | undefined };

/** The first difference of two Convex values, fields in alphabetical order; `null` when they are equal. */
export function firstDifference(
  left: Value | undefined,
  right: Value | undefined,
  path = "",
): Difference | null {
  if (compareValues(left, right) === 0) return null;
  const [a, b] = [childrenOf(left), childrenOf(right)];
  if (a === null || b === null || Array.isArray(left) !== Array.isArray(right)) {
    return { path, left, right };
  }
  for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    const inner = Array.isArray(left) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const difference = firstDifference(a[key], b[key], inner);
    if (difference !== null) return difference;
  }
  return { path, left, right };
}

function childrenOf(value: Value | undefined): Record<string, Value | undefined> | null {
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return null;
  return trusted<Record<string, Value | undefined>>(value);
}

const longestShown = 100;

/** A value as a message shows it. */
export function valueText(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(convexToJson(value));
  return text.length > longestShown ? `${cutText(text, longestShown)}…` : text;
}
