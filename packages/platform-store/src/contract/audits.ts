import { v, type Infer } from "convex/values";
import { vKeyReused, vPartialDuplicate } from "./append.js";
import { vClosing, vMetadata, vStreamKey, vStreamName } from "./events.js";

const attemptFields = {
  tenant: v.string(),
  ...vMetadata.fields,
  attemptedAt: v.number(),
  /** The first 20 streams that the attempt named. */
  streams: v.array(vStreamName),
};

export const vAudit = v.union(
  v.object({ kind: v.literal("keyReused"), ...attemptFields, ...vKeyReused.omit("status").fields }),
  v.object({
    kind: v.literal("partialDuplicate"),
    ...attemptFields,
    ...vPartialDuplicate.omit("status").fields,
  }),
  v.object({
    kind: v.literal("streamClosed"),
    ...vStreamKey.fields,
    ...vClosing.fields,
    version: v.number(),
    actor: v.string(),
  }),
);
/** An append that was refused as misuse of a key, or the closing of a stream: who, when, what. */
export type Audit = Infer<typeof vAudit>;

export const listAuditsArgs = { tenant: v.string(), limit: v.number() };
