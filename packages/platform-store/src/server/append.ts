import type { MutationCtx } from "../component/_generated/server.js";
import type {
  AppendArgs,
  AppendResult,
  Assert,
  Closed,
  Refused,
  StreamAppend,
  Written,
} from "../contract/append.js";
import { resolveLimits } from "../contract/limits.js";
import { writeAudit } from "./audits.js";
import { checkAppend } from "./checkAppend.js";
import { conflictsAmong, type Found } from "./conflicts.js";
import { readHead, writeHead } from "./heads.js";
import { findRepeat, writeKeyedAppend } from "./repeats.js";
import { planStream, writeEvents, type StreamPlan } from "./streamPlan.js";

const mostAudited = 20;

/**
 * Writes all events of all streams, or says why not and writes nothing. It looks for a repeat first: the answer to a repeat
 * does not depend on what happened to the streams since.
 */
export async function append(ctx: MutationCtx, args: AppendArgs): Promise<AppendResult> {
  checkAppend(args, resolveLimits(args.limits));
  const repeat = await findRepeat(ctx, args);
  if (repeat?.status === "duplicate") return repeat;
  if (repeat !== null) return await refuseRepeat(ctx, args, repeat);
  const streams = await readHeads(ctx, args.tenant, args.streams);
  const asserts = await readHeads(ctx, args.tenant, args.asserts ?? []);
  const closed = closedAmong(streams, asserts);
  if (closed !== null) return closed;
  const conflicts = await conflictsAmong(ctx, args.tenant, [...streams, ...asserts]);
  if (conflicts.length > 0) return { status: "conflict", conflicts };
  const plans = planStreams(ctx, { args, streams, firstOrdinal: await nextOrdinal(ctx) });
  for (const [index, plan] of plans.entries()) {
    await writeEvents(ctx, plan.events);
    await writeHead(ctx, streams[index]?.head ?? null, plan.head);
  }
  const written = writtenBy(ctx, plans);
  await writeKeyedAppend(ctx, args, written);
  return { status: "appended", ...written };
}

async function refuseRepeat(
  ctx: MutationCtx,
  { tenant, metadata, streams }: AppendArgs,
  refused: Refused,
): Promise<Refused> {
  const attempt = {
    tenant,
    ...metadata,
    attemptedAt: Date.now(),
    streams: streams
      .slice(0, mostAudited)
      .map(({ streamType, streamId }) => ({ streamType, streamId })),
  };
  if (refused.status === "keyReused") {
    const { by, key } = refused;
    await writeAudit(ctx, { kind: "keyReused", ...attempt, by, key });
  } else {
    await writeAudit(ctx, { kind: "partialDuplicate", ...attempt, existing: refused.existing });
  }
  return refused;
}

function readHeads<Target extends Assert>(
  ctx: MutationCtx,
  tenant: string,
  targets: Target[],
): Promise<Found<Target>[]> {
  return Promise.all(
    targets.map(async (target) => {
      const { streamType, streamId } = target;
      return { target, head: await readHead(ctx, { tenant, streamType, streamId }) };
    }),
  );
}

// An assertion wants its stream as the decision saw it, and a closing changes that; one of `any` wants nothing.
function closedAmong(streams: Found<Assert>[], asserts: Found<Assert>[]): Closed | null {
  const demanding = asserts.filter(({ target }) => target.expected !== "any");
  for (const { head } of [...streams, ...demanding]) {
    if (!head?.closed) continue;
    const { streamType, streamId, version, closed } = head;
    return { status: "closed", streamType, streamId, version, ...closed };
  }
  return null;
}

/** The ordinal of the next event. Found by the placeholder, which only rows of this transaction carry: no other append is in that range. */
export async function nextOrdinal(ctx: MutationCtx): Promise<number> {
  const last = await ctx.db
    .query("events")
    .withIndex("by_position", (q) => q.eq("position", ctx.db.vars.commitTs))
    .order("desc")
    .first();
  return last === null ? 0 : last.ordinal + 1;
}

type Ordered = { args: AppendArgs; streams: Found<StreamAppend>[]; firstOrdinal: number };

function planStreams(ctx: MutationCtx, { args, streams, firstOrdinal }: Ordered): StreamPlan[] {
  const { tenant, metadata } = args;
  const recording = {
    tenant,
    metadata,
    commitTs: ctx.db.vars.commitTs,
    recordedAt: Date.now(),
  };
  let ordinal = firstOrdinal;
  return streams.map(({ target: stream, head }) => {
    const plan = planStream(recording, {
      stream,
      version: head?.version ?? 0,
      firstOrdinal: ordinal,
    });
    ordinal += stream.events.length;
    return plan;
  });
}

function writtenBy(ctx: MutationCtx, plans: StreamPlan[]): Written {
  const streams = plans.map(({ head: { streamType, streamId, version }, events }) => ({
    streamType,
    streamId,
    version,
    events: events.map(({ eventId: id, type, version, ordinal }) => ({
      id,
      type,
      version,
      ordinal,
    })),
  }));
  const ordinal = plans.at(-1)?.events.at(-1)?.ordinal ?? 0;
  return { position: { commitTs: ctx.db.vars.commitTs, ordinal }, streams };
}
