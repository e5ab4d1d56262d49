import { getConvexSize } from "convex/values";
import { asValue } from "./boundary.js";
import { cutText } from "./text.js";

/** How large a value may be; `maxFields` is 1,024 when left out. */
export type ValueLimits = {
  maxBytes: number;
  maxDepth: number;
  maxArrayLength: number;
  maxFields?: number | undefined;
};

/** What is too large about a value, and where: the limit and the actual size, in the limit's own unit. */
export type Oversize = {
  code: "VALUE_TOO_LARGE" | "VALUE_TOO_DEEP" | "ARRAY_TOO_LONG" | "TOO_MANY_FIELDS";
  path: string;
  limit: number;
  actual: number;
};

const longestKeyShown = 64;

/** The first limit that a storable value breaks, or `null`; depth counts nested arrays and objects, `value` itself included. */
export function findOversize(value: unknown, limits: ValueLimits, path: string): Oversize | null {
  const misshapen = findMisshape(value, limits, { path, depth: 1 });
  if (misshapen !== null) return misshapen;
  if (limits.maxBytes === Infinity) return null;
  const actual = getConvexSize(asValue(value));
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
  if (depth > limits.maxDepth) {
    return { code: "VALUE_TOO_DEEP", path, limit: limits.maxDepth, actual: depth };
  }
  const isArray = Array.isArray(value);
  const entries = Object.entries(value);
  const limit = isArray ? limits.maxArrayLength : (limits.maxFields ?? 1024);
  if (entries.length > limit) {
    const code = isArray ? "ARRAY_TOO_LONG" : "TOO_MANY_FIELDS";
    return { code, path, limit, actual: entries.length };
  }
  for (const [key, item] of entries) {
    const at = isArray ? `${path}[${key}]` : fieldPath(path, key);
    const found = findMisshape(item, limits, { path: at, depth: depth + 1 });
    if (found !== null) return found;
  }
  return null;
}

/** The path of a field of `parent` in JavaScript notation; a key that is not a plain name is quoted and cut. */
export function fieldPath(parent: string, key: string): string {
  if (/^[A-Za-z_]\w*$/.test(key) && key.length <= longestKeyShown) {
    return parent === "" ? key : `${parent}.${key}`;
  }
  return `${parent}[${JSON.stringify(cutText(key, longestKeyShown))}]`;
}
