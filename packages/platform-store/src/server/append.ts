import { getConvexSize } from "convex/values";
import type { MutationCtx } from "../component/_generated/server.js";
import type { AppendResult, Closed, Conflict, Refused, Written } from "../contract/appendResult.js";
import { writeAudit } from "./audit.js";
import { checkAppend } from "./checkAppend.js";
import { conflictOf, holds } from "./expectation.js";
import { findRepeat } from "./findRepeat.js";
import { readHead, type Head } from "./head.js";
import { writeKeyedAppend } from "./keyedAppend.js";
import { resolveLimits } from "../contract/limits.js";
import { pageBudget } from "../contract/pageBudget.js";
import { planStream, type Recording, type StreamPlan } from "./planStream.js";
import type { AppendArgs, Assert } from "../contract/shared.js";
import { writeStream } from "./writeStream.js";

/**
 * Writes all events of all streams, or says why not and writes nothing. A repeat comes first: it is answered whatever
 * became of the streams since.
 */
export async function append(ctx: MutationCtx, args: AppendArgs): Promise<AppendResult> {
  checkAppend(args, resolveLimits(args.limits));
  const repeat = await findRepeat(ctx, args);
  if (repeat?.status === "duplicate") return repeat;
  if (repeat !== null) return await refuse(ctx, args, repeat);
  const heads = await headsOf(ctx, args.tenant, args.streams);
  const assertHeads = await headsOf(ctx, args.tenant, args.asserts ?? []);
  const closed = closedAmong(heads, assertHeads);
  if (closed !== null) return closed;
  const conflicts = await conflictsIn(ctx, args.tenant, [...heads, ...assertHeads]);
  if (conflicts.length > 0) return { status: "conflict", conflicts };
  const plans = planStreams(recordingOf(ctx, args), heads, await nextOrdinal(ctx));
  for (const plan of plans) await writeStream(ctx, plan);
  const written = writtenOf(ctx, plans);
  await writeKeyedAppend(ctx, args, written);
  return { status: "appended", ...written };
}

async function refuse(ctx: MutationCtx, args: AppendArgs, refused: Refused): Promise<Refused> {
  const streams = args.streams.slice(0, 20).map(({ streamType, streamId }) => ({
    ...{ streamType, streamId },
  }));
  const attempt = { tenant: args.tenant, ...args.metadata, attemptedAt: Date.now(), streams };
  if (refused.status === "keyReused") {
    const { by, key } = refused;
    await writeAudit(ctx, { kind: "keyReused", ...attempt, by, key });
  } else {
    await writeAudit(ctx, { kind: "partialDuplicate", ...attempt, existing: refused.existing });
  }
  return refused;
}

type Headed<T> = { target: T; old: Head | null };

function headsOf<T extends Assert>(
  ctx: MutationCtx,
  tenant: string,
  targets: T[],
): Promise<Headed<T>[]> {
  return Promise.all(
    targets.map(async (target) => {
      const { streamType, streamId } = target;
      return { target, old: await readHead(ctx, { tenant, streamType, streamId }) };
    }),
  );
}

// An assertion wants its stream as the decision saw it, and a closing changes that; one of `any` wants nothing.
function closedAmong(heads: Headed<Assert>[], asserts: Headed<Assert>[]): Closed | null {
  const demanding = asserts.filter(({ target }) => target.expected !== "any");
  for (const { old } of [...heads, ...demanding]) {
    if (!old?.closed) continue;
    const { streamType, streamId, version, closed } = old;
    return { status: "closed", streamType, streamId, version, ...closed };
  }
  return null;
}

async function conflictsIn(
  ctx: MutationCtx,
  tenant: string,
  heads: Headed<Assert>[],
): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const { target, old } of heads) {
    const version = old?.version ?? 0;
    if (holds(target.expected, version)) continue;
    // Two full pages at most: a call returns 16 MiB, and the numbers are there without the events.
    const withEvents = getConvexSize(conflicts) < pageBudget.bytes;
    conflicts.push(await conflictOf(ctx, { tenant, target, version, withEvents }));
  }
  return conflicts;
}

// Found by the placeholder, which only rows of this transaction carry: no other append is in that range.
async function nextOrdinal(ctx: MutationCtx): Promise<number> {
  const last = await ctx.db
    .query("events")
    .withIndex("by_position", (q) => q.eq("position", ctx.db.vars.commitTs))
    .order("desc")
    .first();
  return last === null ? 0 : last.ordinal + 1;
}

function recordingOf(ctx: MutationCtx, args: AppendArgs): Recording {
  return { args, commitTs: ctx.db.vars.commitTs, recordedAt: Date.now() };
}

function planStreams(
  recording: Recording,
  heads: Headed<AppendArgs["streams"][number]>[],
  firstOrdinal: number,
): StreamPlan[] {
  let ordinal = firstOrdinal;
  return heads.map(({ target: stream, old }) => {
    const plan = planStream(recording, { stream, old, firstOrdinal: ordinal });
    ordinal += stream.events.length;
    return plan;
  });
}

function writtenOf(ctx: MutationCtx, plans: StreamPlan[]): Written {
  const streams = plans.map(({ head: { streamType, streamId, version }, events }) => ({
    streamType,
    streamId,
    version,
    events: events.map(({ eventId, type, version, ordinal }) => ({
      ...{ id: eventId, type, version, ordinal },
    })),
  }));
  const ordinal = plans.at(-1)?.events.at(-1)?.ordinal ?? 0;
  return { position: { commitTs: ctx.db.vars.commitTs, ordinal }, streams };
}
