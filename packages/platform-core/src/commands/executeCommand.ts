import { commandFailure } from "../base/infrastructureError.js";
import { automaticCommandId, newIdsOf } from "../base/newIds.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Actor } from "../declarations/actor.js";
import type { EventDraft } from "../declarations/eventDraft.js";
import type { AnyOutcome } from "../declarations/outcome.js";
import type { FoldTarget } from "../states/foldStream.js";
import { loadAggregate, loadedFrom, type Loaded } from "../states/loadAggregate.js";
import type { ListedCommand } from "../wiring/ContextRegistry.js";
import { aggregateIdOf, identityOf, type Call, type Cause, type Runtime } from "./Call.js";
import { decide, precondition, type DraftedDecision } from "./decideCommand.js";
import { readFields, type ServerMeta } from "./envelope.js";
import { loadData } from "./loadData.js";
import { answerOf, endingOf, recordOutcome, type Answer } from "./outcomeRecord.js";
import { changedMeanwhile, streamOf, writeRows, type Recording } from "./recordEvents.js";
import { runSteps } from "./Step.js";

/** One call of a command. Server code gives `actor`; otherwise the caller's identity says who sends it. */
export type CommandCall = {
  listed: ListedCommand;
  args: Record<string, unknown>;
  meta: ServerMeta | undefined;
  actor?: Actor | undefined;
  cause?: Cause | undefined;
};

/**
 * Runs one command, end to end, in the caller's transaction: the steps (arguments, validation, actor, authorisation, dedupe with
 * the load of the aggregate, rate limit, and the app's middleware), then decide, append events with state and the outcome, inline
 * rows, wake consumers. Two calls of its store. An error rolls all of it back.
 */
export async function executeCommand(
  ctx: MutationContext,
  runtime: Runtime,
  sending: CommandCall,
): Promise<AnyOutcome> {
  try {
    return await runSteps(callOf(ctx, runtime, sending), handle);
  } catch (error) {
    const { context, name } = sending.listed;
    throw commandFailure(error, `${context}.${name}`);
  }
}

function callOf(
  ctx: MutationContext,
  runtime: Runtime,
  { listed, args, meta = {}, actor, cause }: CommandCall,
): Call {
  const commandId = meta.commandId ?? automaticCommandId();
  const sent = readFields(args);
  return {
    ...listed,
    ctx,
    runtime,
    store: runtime.stores.of(listed.context),
    commandId,
    isRepeatable: cause?.isRepeatable ?? meta.commandId !== undefined,
    correlationId: meta.correlationId ?? commandId,
    causationId: cause?.causationId ?? meta.causationId ?? null,
    meta,
    startedAt: Date.now(),
    sent,
    givenActor: actor,
    args: "fields" in sent ? sent.fields : {},
    identity: null,
    opened: null,
    isRepeat: false,
  };
}

// A step between may have changed the stream, within this transaction: then the command is decided again, on what is there now.
async function handle(call: Call): Promise<Answer> {
  const opened = await openedOf(call);
  return (
    (await decideAndCommit(call, opened)) ??
    (await decideAndCommit(call, await loadAggregate(call.ctx, call.store, targetOf(call)))) ??
    fail(changedMeanwhile(call.command.aggregate, aggregateIdOf(call)))
  );
}

const targetOf = (call: Call): FoldTarget => ({
  aggregate: call.command.aggregate,
  tenant: identityOf(call).actor.tenant,
  id: aggregateIdOf(call),
});

// The step "dedupe" has loaded the head, unless a hook made the command one about another aggregate since, or nothing was settled.
async function openedOf(call: Call): Promise<Loaded> {
  const target = targetOf(call);
  const { opened } = call;
  if (opened?.id !== target.id) return await loadAggregate(call.ctx, call.store, target);
  return await loadedFrom(call.ctx, call.store, { ...target, head: opened.head });
}

function fail(error: Error): never {
  throw error;
}

/** Decides, writes and records; `null`, with nothing written, when the stream is no longer as it was loaded. */
async function decideAndCommit(call: Call, loaded: Loaded): Promise<Answer | null> {
  const decision = await decideCall(call, loaded);
  if (decision.kind === "rejected") {
    const { code, message, details } = decision;
    return await recordOutcome(call, { status: "rejected", code, message, details });
  }
  if (decision.drafts.length === 0) {
    const { version } = loaded;
    return await recordOutcome(call, { status: "executed", version, position: null, events: [] });
  }
  return await commitEvents(call, recordingOf(call, { loaded, ...decision }));
}

async function decideCall(call: Call, loaded: Loaded): Promise<DraftedDecision> {
  const { command, args, meta, commandId } = call;
  const { expectedVersion } = meta;
  const rejected = precondition({ command, loaded, expectedVersion });
  if (rejected !== null) return rejected;
  const { actor } = identityOf(call);
  const data = await loadData(call.ctx, { command, args, state: loaded.state, actor });
  const now = meta.occurredAt ?? call.startedAt;
  const context = { now, newId: newIdsOf(commandId), actor, data };
  return decide({ command, loaded, args, limits: call.runtime.limits, context });
}

type Accepted = { loaded: Loaded; drafts: readonly EventDraft[]; state: unknown };

function recordingOf(call: Call, { loaded, drafts, state }: Accepted): Recording {
  const { actor } = identityOf(call);
  const { context, command, correlationId, commandId: causationId, meta } = call;
  return {
    context,
    aggregate: command.aggregate,
    stream: { tenant: actor.tenant, id: aggregateIdOf(call), version: loaded.version },
    drafts,
    state,
    metadata: { actor: actor.id, correlationId, causationId },
    occurredAt: meta.occurredAt ?? call.startedAt,
  };
}

async function commitEvents(call: Call, recording: Recording): Promise<Answer | null> {
  const { ctx, runtime, store } = call;
  const ending = { status: "decided" as const, streams: [streamOf(recording)] };
  const result = await store.commit(ctx, [endingOf(call, ending)]);
  if (result.status === "changed") return null;
  const [outcome] = result.outcomes;
  if (outcome?.status !== "executed") throw new Error("The store recorded another command.");
  const { events } = outcome;
  const state = runtime.wake === null ? null : await runtime.wake.look(ctx);
  const switched = state?.switched ?? null;
  const upkeep = await writeRows(ctx, runtime.inline, { recording, events, switched });
  await runtime.wake?.wake(ctx, { upkeep, state });
  return answerOf(outcome, call);
}
