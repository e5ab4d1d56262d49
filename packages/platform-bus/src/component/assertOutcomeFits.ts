import { getConvexSize, type Value } from "convex/values";
import { infrastructureError } from "./errors.js";
import type { Outcome } from "./shared.js";

/** What one record holds; within what Convex allows for a document, whatever the other fields are. */
export const OUTCOME_LIMITS = {
  bytes: 512 * 1_024,
  events: 4_096,
  detailsNesting: 12,
  detailsArrayLength: 8_192,
  detailsFields: 1_000,
} as const;

/** Throws `OUTCOME_TOO_LARGE` for an outcome that could not be stored; call before writing. */
export function assertOutcomeFits(outcome: Outcome) {
  if (outcome.status === "executed") {
    within("events", outcome.events.length, OUTCOME_LIMITS.events);
  } else {
    assertShapeFits(outcome.details as Value, "details", 0);
  }
  within("outcome", getConvexSize(outcome), OUTCOME_LIMITS.bytes, " bytes");
}

function assertShapeFits(value: Value, path: string, depth: number) {
  if (!isContainer(value)) return;
  within(path, depth + 1, OUTCOME_LIMITS.detailsNesting, " levels");
  const isArray = Array.isArray(value);
  const children = Object.entries(value);
  if (isArray) within(path, children.length, OUTCOME_LIMITS.detailsArrayLength, " elements");
  else within(path, children.length, OUTCOME_LIMITS.detailsFields, " fields");
  for (const [key, child] of children) {
    assertShapeFits(child, isArray ? `${path}[${key}]` : `${path}.${key}`, depth + 1);
  }
}

function isContainer(value: Value): value is Value[] | Record<string, Value> {
  return typeof value === "object" && value !== null && !(value instanceof ArrayBuffer);
}

function within(path: string, actual: number, limit: number, unit = "") {
  if (actual <= limit) return;
  throw infrastructureError(
    "OUTCOME_TOO_LARGE",
    `${path} has ${actual}${unit}, a command record holds at most ${limit}${unit}.`,
  );
}
