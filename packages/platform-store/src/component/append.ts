import { getConvexSize } from "convex/values";
import type { MutationCtx } from "./_generated/server.js";
import { checkAppend } from "./checkAppend.js";
import { conflictOf, holds } from "./expectation.js";
import { readHead, type Head } from "./head.js";
import { resolveLimits } from "./limits.js";
import { planStream, type Recording, type StreamPlan } from "./planStream.js";
import { maxPageBytes } from "./readPage.js";
import { refuseExistingIds } from "./refuseExistingIds.js";
import type { AppendArgs, Appended, AppendResult, Assert, Conflict } from "./shared.js";
import { writeStream } from "./writeStream.js";

/** Writes all events of all streams, or returns every expectation that does not hold and writes nothing. */
export async function append(ctx: MutationCtx, args: AppendArgs): Promise<AppendResult> {
  checkAppend(args, resolveLimits(args.limits));
  const heads = await headsOf(ctx, args.tenant, args.streams);
  const assertHeads = await headsOf(ctx, args.tenant, args.asserts ?? []);
  const conflicts = await conflictsIn(ctx, args.tenant, [...heads, ...assertHeads]);
  if (conflicts.length > 0) return { status: "conflict", conflicts };
  await refuseExistingIds(ctx, args);
  const plans = planStreams(recordingOf(ctx, args), heads, await nextOrdinal(ctx));
  for (const plan of plans) await writeStream(ctx, plan);
  return appendedOf(ctx, plans);
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
    const withEvents = getConvexSize(conflicts) < maxPageBytes;
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

function appendedOf(ctx: MutationCtx, plans: StreamPlan[]): Appended {
  const streams = plans.map(({ head: { streamType, streamId, version }, events }) => ({
    streamType,
    streamId,
    version,
    events: events.map(({ eventId, type, version, ordinal }) => ({
      ...{ id: eventId, type, version, ordinal },
    })),
  }));
  const ordinal = plans.at(-1)?.events.at(-1)?.ordinal ?? 0;
  return { status: "appended", position: { commitTs: ctx.db.vars.commitTs, ordinal }, streams };
}
