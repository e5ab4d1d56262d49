import { v, type Infer } from "convex/values";
import { keysOf } from "./boundary.js";
import { storeError } from "./errors.js";

const vAllLimits = v.object({
  maxPayloadBytes: v.number(),
  maxStateBytes: v.number(),
  maxAppendBytes: v.number(),
  maxEventsPerAppend: v.number(),
  maxTagsPerEvent: v.number(),
  maxIdLength: v.number(),
  maxDepth: v.number(),
  maxArrayLength: v.number(),
  maxFields: v.number(),
});
export const vLimits = vAllLimits.partial();
/** What an append may contain at most: bytes as Convex counts them, ids in UTF-16 units, depth in nested arrays and objects. */
export type Limits = Infer<typeof vAllLimits>;

/** The limits of an append that names no others. */
export const defaultLimits: Limits = {
  maxPayloadBytes: 64 * 1024,
  maxStateBytes: 256 * 1024,
  maxAppendBytes: 4 * 1024 * 1024,
  maxEventsPerAppend: 500,
  maxTagsPerEvent: 16,
  maxIdLength: 256,
  maxDepth: 14,
  maxArrayLength: 8192,
  maxFields: 1024,
};

// What one Convex document or transaction holds: no setting goes beyond it.
const ceilings: Limits = {
  ...defaultLimits,
  maxPayloadBytes: 1024 * 1024,
  maxStateBytes: 1024 * 1024,
  maxAppendBytes: 12 * 1024 * 1024,
  maxTagsPerEvent: 24,
};

/** Fills in the defaults and caps every setting at what Convex can hold; a setting that is not a number from 0 on throws `NUMBER_INVALID`. */
export function resolveLimits(chosen: Partial<Limits> = {}): Limits {
  const limits = { ...defaultLimits };
  for (const name of keysOf(defaultLimits)) {
    const limit = chosen[name] ?? defaultLimits[name];
    const path = `limits.${name}`;
    if (!(limit >= 0)) {
      const message = `${path} must be a number from 0 on, not ${limit}`;
      throw storeError({ code: "NUMBER_INVALID", message, path });
    }
    limits[name] = Math.min(limit, ceilings[name]);
  }
  return limits;
}

/** What one page of the log reads at most: documents, and bytes of all but the last one. */
export const pageBudget = { documents: 1000, bytes: 4 * 1024 * 1024 };
