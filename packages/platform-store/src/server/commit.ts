import { joinKey } from "@convex-es/platform-base";
import { record } from "@convex-es/platform-bus/library";
import type { CommitTsPlaceholder } from "convex/values";
import type { MutationCtx } from "../component/_generated/server.js";
import type { StreamAppend } from "../contract/append.js";
import type { CommitArgs, CommitResult, Decision } from "../contract/commands.js";
import type { StreamName } from "../contract/events.js";
import { resolveLimits, type Limits } from "../contract/limits.js";
import { nextOrdinal } from "./append.js";
import { checkAppend } from "./checkAppend.js";
import { holds } from "./conflicts.js";
import { readHead, writeHead, type Head, type NewHead } from "./heads.js";
import { planStream, writeEvents, type StreamPlan } from "./streamPlan.js";

type Outcome = Parameters<typeof record>[1]["outcome"];
type Planned = { decision: Decision; plans: StreamPlan[]; outcome: Outcome };

/**
 * Writes commands in the order in which they were decided, and how each ended; all of them or none. A command may go on from what
 * one before it decided about the same stream: the head is read once and written once. Looks for no repeats: `open` does.
 */
export async function commit(ctx: MutationCtx, args: CommitArgs): Promise<CommitResult> {
  const limits = resolveLimits(args.limits);
  for (const command of args.commands) checkDecision(command, limits);
  const [heads, firstOrdinal] = await Promise.all([
    readHeads(ctx, args.commands),
    nextOrdinalOf(ctx, args.commands),
  ]);
  const planned: Planned[] = [];
  const place = { heads, store: args.store, commitTs: ctx.db.vars.commitTs, ordinal: firstOrdinal };
  for (const [command, decision] of args.commands.entries()) {
    const plan = planCommand(place, decision);
    if (plan === null) return { status: "changed", command };
    planned.push(plan);
  }
  await writeAll(ctx, heads, planned);
  return { status: "committed", outcomes: planned.map(({ outcome }) => outcome) };
}

const streamsOf = ({ ending }: Decision): StreamAppend[] =>
  ending.status === "decided" ? ending.streams : [];

const metadataOf = ({ actorId: actor, correlationId, commandId: causationId }: Decision) => ({
  actor,
  correlationId,
  causationId,
});

function checkDecision(decision: Decision, limits: Limits): void {
  if (decision.ending.status !== "decided") return;
  const { tenant } = decision;
  const append = { tenant, streams: decision.ending.streams, metadata: metadataOf(decision) };
  checkAppend(append, limits);
}

/** A stream's head as it is stored, and as the commands planned so far leave it. */
type Heading = { stored: Head | null; head: NewHead | null };
type Headings = ReadonlyMap<string, Heading>;

const headKey = (tenant: string, { streamType, streamId }: StreamName) =>
  joinKey(joinKey(tenant, streamType), streamId);

async function readHeads(ctx: MutationCtx, commands: readonly Decision[]): Promise<Headings> {
  const keys = new Map(
    commands.flatMap((command) =>
      streamsOf(command).map(({ streamType, streamId }) => {
        const key = { tenant: command.tenant, streamType, streamId };
        return [headKey(command.tenant, key), key] as const;
      }),
    ),
  );
  const found = [...keys].map(async ([name, key]) => {
    const stored = await readHead(ctx, key);
    return [name, { stored, head: stored }] as const;
  });
  return new Map(await Promise.all(found));
}

const nextOrdinalOf = (
  ctx: MutationCtx,
  commands: readonly Decision[],
): Promise<number> | number =>
  commands.some((command) => streamsOf(command).length > 0) ? nextOrdinal(ctx) : 0;

type Place = {
  heads: Headings;
  store: string;
  commitTs: CommitTsPlaceholder;
  ordinal: number;
};

/** Plans the rows of one command on the heads that those before it leave; `null`: a stream is not as it was decided upon. */
function planCommand(place: Place, decision: Decision): Planned | null {
  const { ending } = decision;
  if (ending.status !== "decided") return { decision, plans: [], outcome: ending };
  const plans: StreamPlan[] = [];
  const { tenant } = decision;
  const metadata = metadataOf(decision);
  const recording = { tenant, metadata, commitTs: place.commitTs, recordedAt: Date.now() };
  for (const stream of ending.streams) {
    const heading = place.heads.get(headKey(tenant, stream));
    const version = heading?.head?.version ?? 0;
    if (heading === undefined || heading.head?.closed || !holds(stream.expected, version)) {
      return null;
    }
    const plan = planStream(recording, { stream, version, firstOrdinal: place.ordinal });
    place.ordinal += plan.events.length;
    heading.head = plan.head;
    plans.push(plan);
  }
  return { decision, plans, outcome: executed(place, plans) };
}

// The version of a command is that of its first stream; its position is that of its last event.
function executed({ store, commitTs }: Place, plans: readonly StreamPlan[]): Outcome {
  const rows = plans.flatMap(({ events }) => events);
  const events = rows.map(({ eventId: id, type, version }) => ({ id, type, version }));
  const ordinal = rows.at(-1)?.ordinal ?? 0;
  const position = { commitTs, ordinal, store };
  return { status: "executed", version: plans[0]?.head.version ?? 0, position, events };
}

async function writeAll(
  ctx: MutationCtx,
  heads: Headings,
  planned: readonly Planned[],
): Promise<void> {
  for (const { plans } of planned) {
    for (const { events } of plans) await writeEvents(ctx, events);
  }
  for (const { stored, head } of heads.values()) {
    if (head !== null && head !== stored) await writeHead(ctx, stored, head);
  }
  for (const { decision, outcome } of planned) {
    const { ending: _ending, ...command } = decision;
    await record(ctx, { ...command, outcome });
  }
}
