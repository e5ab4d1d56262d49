import type { MutationCtx } from "../component/_generated/server.js";
import { refuse } from "../contract/errors.js";
import { countFault, idFault, referenceFault, streamKeyFault } from "../contract/faults.js";
import { resolveLimits } from "../contract/limits.js";
import type { CloseResult, CloseStreamArgs } from "../contract/streams.js";
import { writeAudit } from "./audits.js";
import { conflictOf, holds } from "./conflicts.js";
import { readHead, writeHead, type Head } from "./heads.js";

/** Closes a stream for good: it stays readable, and no append ever writes to it again. A stream without events cannot be closed. */
export async function closeStream(ctx: MutationCtx, args: CloseStreamArgs): Promise<CloseResult> {
  checkArgs(args);
  const { tenant, streamType, streamId, expected = "exists", reason, actor } = args;
  const old = await readHead(ctx, args);
  const version = old?.version ?? 0;
  if (old?.closed) {
    return { status: "alreadyClosed", streamType, streamId, version, ...old.closed };
  }
  if (old === null || !holds(expected, version)) {
    const target = { streamType, streamId, expected };
    const conflict = await conflictOf(ctx, { tenant, target, version, withEvents: true });
    return { status: "conflict", conflicts: [conflict] };
  }
  const closed = { reason, closedAt: Date.now() };
  await writeHead(ctx, old, { ...withoutSystemFields(old), closed });
  const audit = { tenant, streamType, streamId, version, actor, ...closed };
  await writeAudit(ctx, { kind: "streamClosed", ...audit });
  return { status: "closed", streamType, streamId, version, ...closed };
}

function checkArgs(args: CloseStreamArgs): void {
  const limits = resolveLimits(args.limits);
  refuse(
    streamKeyFault(args, limits) ??
      idFault(args.reason, { path: "reason", limits }) ??
      referenceFault(args.actor, { path: "actor", limits }) ??
      (typeof args.expected === "number" ? countFault(args.expected, "expected", 1) : null),
  );
}

function withoutSystemFields({ _id, _creationTime, ...head }: Head) {
  return head;
}
