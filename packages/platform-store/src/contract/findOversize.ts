import { getConvexSize, type Value } from "convex/values";
import { fieldPath } from "./fieldPath.js";
import type { StoreErrorCode } from "./errors.js";

export type ValueLimits = {
  maxBytes: number;
  maxDepth: number;
  maxArrayLength: number;
  maxFields?: number | undefined;
};

/** What is too large about a value, and where: the limit and what was found, in the limit's own unit. */
export type Oversize = {
  code: Extract<
    StoreErrorCode,
    "VALUE_TOO_LARGE" | "VALUE_TOO_DEEP" | "ARRAY_TOO_LONG" | "TOO_MANY_FIELDS"
  >;
  path: string;
  limit: number;
  actual: number;
};

/** The first limit that a storable value breaks, or `null`; depth counts nested arrays and objects, `value` itself included. */
export function findOversize(value: unknown, limits: ValueLimits, path: string): Oversize | null {
  const shape = findMisshape(value, limits, { path, depth: 1 });
  if (shape !== null) return shape;
  const actual = getConvexSize(value as Value);
  if (actual <= limits.maxBytes) return null;
  return { code: "VALUE_TOO_LARGE", path, limit: limits.maxBytes, actual };
}

type Place = { path: string; depth: number };

function findMisshape(
  value: unknown,
  limits: ValueLimits,
  { path, depth }: Place,
): Oversize | null {
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return null;
  const fields = Object.entries(value);
  const tooMany = Array.isArray(value)
    ? ({ code: "ARRAY_TOO_LONG", limit: limits.maxArrayLength } as const)
    : ({ code: "TOO_MANY_FIELDS", limit: limits.maxFields ?? 1024 } as const);
  if (depth > limits.maxDepth) {
    return { code: "VALUE_TOO_DEEP", path, limit: limits.maxDepth, actual: depth };
  }
  if (fields.length > tooMany.limit) return { ...tooMany, path, actual: fields.length };
  for (const [key, item] of fields) {
    const at = Array.isArray(value) ? `${path}[${key}]` : fieldPath(path, key);
    const found = findMisshape(item, limits, { path: at, depth: depth + 1 });
    if (found !== null) return found;
  }
  return null;
}
