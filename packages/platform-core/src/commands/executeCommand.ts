import { commandFailure, DeclarationError } from "../base/infrastructureError.js";
import { automaticCommandId, newIdsOf } from "../base/newIds.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Actor } from "../declarations/actor.js";
import type { EventDraft } from "../declarations/eventDraft.js";
import type { AnyOutcome } from "../declarations/outcome.js";
import type { Loaded } from "../states/loadAggregate.js";
import type { ListedCommand } from "../wiring/ContextRegistry.js";
import { aggregateIdOf, identityOf, type Call, type Cause, type Runtime } from "./Call.js";
import { decide, precondition, type DraftedDecision } from "./decideCommand.js";
import { storeSite, type CommandSite, type Ending } from "./CommandSite.js";
import { readFields, type ServerMeta } from "./envelope.js";
import { loadData } from "./loadData.js";
import type { Answer } from "./outcomeRecord.js";
import { changedMeanwhile, type Recording } from "./recordEvents.js";
import { runSteps } from "./Step.js";

/** One call of a command. Server code gives `actor`; otherwise the caller's identity says who sends it. */
export type CommandCall = {
  listed: ListedCommand;
  args: Record<string, unknown>;
  meta: ServerMeta | undefined;
  actor?: Actor | undefined;
  cause?: Cause | undefined;
  /** Where it is written (default: its store). */
  site?: CommandSite | undefined;
  /** Whether the platform sends it by itself: who may send it, and how often, is not asked. */
  isSystem?: boolean | undefined;
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
  assertMutation(ctx);
  try {
    return await runSteps(callOf(ctx, runtime, sending), handle);
  } catch (error) {
    const { context, name } = sending.listed;
    throw commandFailure(error, `${context}.${name}`);
  }
}

// In an action each of its calls would commit by itself.
function assertMutation(ctx: object): void {
  if ("db" in ctx) return;
  throw new DeclarationError(
    "platform.execute runs in a mutation; from an action, call one of your mutations with ctx.runMutation.",
  );
}

function callOf(
  ctx: MutationContext,
  runtime: Runtime,
  { listed, args, meta = {}, actor, cause, site = storeSite, isSystem = false }: CommandCall,
): Call {
  const commandId = meta.commandId ?? automaticCommandId();
  const sent = readFields(args);
  return {
    ...listed,
    ctx,
    runtime,
    store: runtime.stores.of(listed.context),
    site,
    isSystem,
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
  const answer = await decideAndEnd(call);
  if (answer !== null) return answer;
  call.opened = null;
  const again = await decideAndEnd(call);
  if (again !== null) return again;
  throw changedMeanwhile(call.command.aggregate, aggregateIdOf(call));
}

/** Decides, writes and records; `null`, with nothing written, when the stream is no longer as it was loaded. */
async function decideAndEnd(call: Call): Promise<Answer | null> {
  const loaded = await call.site.load(call);
  return await call.site.end(call, endingAfter(call, loaded, await decideCall(call, loaded)));
}

function endingAfter(call: Call, loaded: Loaded, decision: DraftedDecision): Ending {
  if (decision.kind === "rejected") {
    const { code, message, details } = decision;
    return { outcome: { status: "rejected", code, message, details } };
  }
  if (decision.drafts.length === 0) {
    const { version } = loaded;
    return { outcome: { status: "executed", version, position: null, events: [] } };
  }
  return { recording: recordingOf(call, { loaded, ...decision }) };
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
