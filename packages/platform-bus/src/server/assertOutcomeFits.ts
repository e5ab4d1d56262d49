import { getConvexSize, type Value } from "convex/values";
import { busError } from "../contract/errors.js";
import type { Ending } from "../contract/shared.js";

/** What one record holds (levels, elements and fields of `details` and `result`); within what Convex allows for a document, whatever the other fields are. */
export const OUTCOME_LIMITS = {
  bytes: 512 * 1_024,
  events: 4_096,
  levels: 12,
  elements: 8_192,
  fields: 1_000,
} as const;

/** Throws `OUTCOME_TOO_LARGE` for an outcome that could not be stored; call before writing. */
export function assertOutcomeFits(outcome: Ending) {
  if (outcome.status === "executed") {
    within("events", outcome.events.length, "events");
    assertShapeFits(outcome.result as Value, "result", 0);
  } else {
    assertShapeFits(outcome.details as Value, "details", 0);
  }
  within("outcome", getConvexSize(outcome), "bytes");
}

function assertShapeFits(value: Value, path: string, depth: number) {
  if (!isContainer(value)) return;
  within(path, depth + 1, "levels");
  const isArray = Array.isArray(value);
  const children = Object.entries(value);
  within(path, children.length, isArray ? "elements" : "fields");
  for (const [key, child] of children) {
    assertShapeFits(child, isArray ? `${path}[${key}]` : `${path}.${key}`, depth + 1);
  }
}

function isContainer(value: Value): value is Value[] | Record<string, Value> {
  return typeof value === "object" && value !== null && !(value instanceof ArrayBuffer);
}

function within(path: string, actual: number, unit: keyof typeof OUTCOME_LIMITS) {
  const limit = OUTCOME_LIMITS[unit];
  if (actual <= limit) return;
  const message = `${path} has ${actual} ${unit}, a command record holds at most ${limit}.`;
  throw busError("OUTCOME_TOO_LARGE", message);
}
