import { v, type Infer, type ObjectType } from "convex/values";
import type { MutationCtx } from "../component/_generated/server.js";
import { vClosed, vConflicted } from "../contract/appendResult.js";
import { writeAudit } from "./audit.js";
import { checkId, checkReference } from "../contract/checkId.js";
import { checkCount } from "../contract/checkNumber.js";
import { conflictOf, holds } from "./expectation.js";
import { readHead, writeHead, type Head } from "./head.js";
import { resolveLimits, vLimits } from "../contract/limits.js";
import { vStreamKey } from "../contract/shared.js";

/** `expected` is the version the stream must have; whatever it has, a stream without events cannot be closed. */
export const closeStreamArgs = {
  ...vStreamKey.fields,
  reason: v.string(),
  actor: v.string(),
  expected: v.optional(v.union(v.number(), v.literal("exists"))),
  limits: v.optional(vLimits),
};
/** Which stream to close, why, and who does. */
export type CloseStreamArgs = ObjectType<typeof closeStreamArgs>;

/** `alreadyClosed` has the first reason and time, and nothing was written. */
export const vCloseResult = v.union(
  vClosed,
  vClosed.omit("status").extend({ status: v.literal("alreadyClosed") }),
  vConflicted,
);
/** What closing a stream did: closed it, found it closed, or found another version than expected. */
export type CloseResult = Infer<typeof vCloseResult>;

/** Closes a stream for good: it stays readable, and no append ever writes to it again. */
export async function closeStream(ctx: MutationCtx, args: CloseStreamArgs): Promise<CloseResult> {
  checkArgs(args);
  const { tenant, streamType, streamId, expected = "exists", reason, actor } = args;
  const target = { streamType, streamId, expected };
  const old = await readHead(ctx, args);
  const { version = 0 } = old ?? {};
  if (old?.closed) {
    return { status: "alreadyClosed", streamType, streamId, version, ...old.closed };
  }
  if (old === null || !holds(expected, version)) {
    const conflict = await conflictOf(ctx, { tenant, target, version, withEvents: true });
    return { status: "conflict", conflicts: [conflict] };
  }
  const closed = { reason, closedAt: Date.now() };
  await writeHead(ctx, old, { ...withoutSystemFields(old), closed });
  const audit = { tenant, streamType, streamId, version, actor, ...closed };
  await writeAudit(ctx, { kind: "streamClosed", ...audit });
  return { status: "closed", streamType, streamId, version, ...closed };
}

function checkArgs({ tenant, streamType, streamId, reason, actor, ...rest }: CloseStreamArgs) {
  const limits = resolveLimits(rest.limits);
  checkId(tenant, { path: "tenant", limits, mayBeEmpty: true });
  checkId(streamType, { path: "streamType", limits });
  checkId(streamId, { path: "streamId", limits });
  checkId(reason, { path: "reason", limits });
  checkReference(actor, { path: "actor", limits });
  if (typeof rest.expected === "number") checkCount(rest.expected, "expected", 1);
}

function withoutSystemFields({ _id, _creationTime, ...head }: Head) {
  return head;
}
