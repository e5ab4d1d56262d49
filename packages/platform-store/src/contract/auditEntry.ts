import { v, type Infer } from "convex/values";
import { vKeyReused, vPartialDuplicate } from "./appendResult.js";
import { vClosing, vMetadata, vStreamKey } from "./shared.js";

const attemptFields = {
  tenant: v.string(),
  ...vMetadata.fields,
  attemptedAt: v.number(),
  /** Of the streams the attempt named, the first 20. */
  streams: v.array(vStreamKey.pick("streamType", "streamId")),
};

const vClosingAudit = v.object({
  kind: v.literal("streamClosed"),
  ...vStreamKey.fields,
  ...vClosing.fields,
  version: v.number(),
  actor: v.string(),
});

export const vAudit = v.union(
  v.object({ kind: v.literal("keyReused"), ...attemptFields, ...vKeyReused.omit("status").fields }),
  v.object({
    kind: v.literal("partialDuplicate"),
    ...attemptFields,
    ...vPartialDuplicate.omit("status").fields,
  }),
  vClosingAudit,
);
/** An append that was refused as misuse of a key, or the closing of a stream: who, when, what. */
export type Audit = Infer<typeof vAudit>;
