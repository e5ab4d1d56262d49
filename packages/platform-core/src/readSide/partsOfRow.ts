import { bucketOf } from "@convex-es/platform-store/log";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import { feedersOf } from "../readModels/feedersOf.js";
import type { Part } from "./servedOf.js";

type RowOfTenant = { tenant: string; key: string };

/** What holds events of a row: one part, and of it only the bucket of the row's stream where rows are keyed by stream. */
export function partsOfRow(
  parts: readonly Part[],
  row: RowOfTenant,
  contexts: readonly AnyContext[],
): readonly Part[] {
  const [bucket] = parts.map((part) => bucketOfRow(part, row, contexts));
  if (bucket === undefined || bucket === null) return parts.filter(({ share }) => owns(share, row));
  const buckets = { from: bucket, to: bucket };
  return parts
    .filter(({ share }) => isBucketWithin(bucket, share.buckets))
    .map((part) => ({ ...part, share: { ...part.share, buckets } }));
}

function bucketOfRow(
  { consumer: { projection, isKeyedByStream, where } }: Part,
  { tenant, key }: RowOfTenant,
  contexts: readonly AnyContext[],
): number | null {
  const [feeder] = feedersOf(projection, contexts);
  const hasTags = where.tags !== undefined;
  if (!isKeyedByStream || feeder === undefined || hasTags) return null;
  return bucketOf({ tenant, streamType: feeder.aggregate.name, streamId: key });
}

const isBucketWithin = (bucket: number, buckets: Part["share"]["buckets"]) =>
  buckets === undefined || (buckets.from <= bucket && bucket <= buckets.to);

// Who owns a row is decided by its tenant and key alone.
const owns = ({ owns: isOwn }: Part["share"], { tenant, key }: RowOfTenant) =>
  isOwn({ event: { tenant }, keys: [key] });
