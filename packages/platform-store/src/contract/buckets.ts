import { v, type Infer } from "convex/values";
import { checkCount } from "./checkNumber.js";
import { storeError } from "./errors.js";

/** The number of the last bucket; the first one is 0. */
export const lastBucket = 255;

export const vBuckets = v.object({ from: v.number(), to: v.number() });
/** A range of buckets, both ends included. */
export type Buckets = Infer<typeof vBuckets>;

/** Refuses what is no range of buckets. */
export function checkBuckets({ from, to }: Buckets): void {
  checkCount(from, "buckets.from");
  checkCount(to, "buckets.to", from);
  if (to <= lastBucket) return;
  const message = `There are buckets from 0 to ${lastBucket}, not up to ${to}.`;
  throw storeError("NUMBER_INVALID", message, { path: "buckets.to", limit: lastBucket });
}

/** Whether a range holds every bucket there is. */
export const isEveryBucket = ({ from, to }: Buckets): boolean => from === 0 && to === lastBucket;

/** Whether a bucket lies in a range; without one, every bucket does. */
export const isWithin = (bucket: number, buckets: Buckets | undefined): boolean =>
  buckets === undefined || (buckets.from <= bucket && bucket <= buckets.to);
