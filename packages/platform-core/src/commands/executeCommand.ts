import type { Outcome } from "@convex-es/platform-bus";
import { commandFailure } from "../base/infrastructureError.js";
import { automaticCommandId, newIdsOf } from "../base/newIds.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Actor } from "../declarations/actor.js";
import type { AnyOutcome, Executed, Rejected } from "../declarations/outcome.js";
import { loadAggregate, type Loaded } from "../states/loadAggregate.js";
import type { ListedCommand } from "../wiring/ContextRegistry.js";
import { aggregateIdOf, identityOf, type Call, type Cause, type Runtime } from "./Call.js";
import { decide, precondition, type DraftedDecision } from "./decideCommand.js";
import { readFields, type ServerMeta } from "./envelope.js";
import { loadData } from "./loadData.js";
import { recordOutcome } from "./outcomeRecord.js";
import { recordEvents } from "./recordEvents.js";
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
 * Runs one command, end to end, in the caller's transaction: the steps (arguments, validation, actor, authorisation, dedupe, rate
 * limit, and the app's middleware), then load, decide, append events with state and inline rows, wake consumers, record the
 * outcome. An error rolls all of it back.
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
    isRepeat: false,
  };
}

async function handle(call: Call): Promise<Executed | Rejected> {
  const { aggregate } = call.command;
  const { tenant } = identityOf(call).actor;
  const target = { aggregate, tenant, id: aggregateIdOf(call) };
  const loaded = await loadAggregate(call.ctx, call.store, target);
  const decision = await decideCall(call, loaded);
  return await recordOutcome(call, await writeDecision(call, loaded, decision));
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

async function writeDecision(
  call: Call,
  loaded: Loaded,
  decision: DraftedDecision,
): Promise<Outcome> {
  if (decision.kind === "rejected") {
    const { code, message, details } = decision;
    return { status: "rejected", code, message, details };
  }
  if (decision.drafts.length === 0) {
    return { status: "executed", version: loaded.version, position: null, events: [] };
  }
  const { ctx, runtime, store, meta } = call;
  const { actor } = identityOf(call);
  const stream = { tenant: actor.tenant, id: aggregateIdOf(call), version: loaded.version };
  const { recorded, upkeep } = await recordEvents(
    ctx,
    { store, inline: runtime.inline },
    {
      context: call.context,
      aggregate: call.command.aggregate,
      stream,
      drafts: decision.drafts,
      state: decision.state,
      metadata: {
        actor: actor.id,
        correlationId: call.correlationId,
        causationId: call.commandId,
      },
      occurredAt: meta.occurredAt ?? call.startedAt,
    },
  );
  await runtime.wake?.(ctx, upkeep);
  return { status: "executed", ...recorded };
}
