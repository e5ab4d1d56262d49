import type { Outcome } from "@convex-es/platform-bus";
import type { Actor } from "../declarations/actor.js";
import { decideCommand, precondition, type Decision } from "./decideCommand.js";
import { readFields, type CommandMeta, type ReadFields } from "./envelope.js";
import { commandFailure } from "../base/infrastructureError.js";
import { loadAggregate, type Loaded } from "../states/loadAggregate.js";
import { loadData } from "./loadData.js";
import { automaticCommandId, newIdsOf } from "../base/newIds.js";
import type { AnyOutcome, Executed, Rejected } from "../declarations/outcome.js";
import { actorOfCall, aggregateIdOf, type Call, type Cause, type Runtime } from "./Call.js";
import { argumentsStep } from "./fixedSteps.js";
import { recordOutcome } from "./recordOutcome.js";
import { runSteps } from "./runSteps.js";
import { recordEvents } from "./recordEvents.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { ListedCommand } from "../wiring/Listing.js";

/** One call of a command: `actor` is given by server code, otherwise found in the caller's identity. */
export type CommandCall = {
  listed: ListedCommand;
  args: Record<string, unknown>;
  meta: CommandMeta | undefined;
  actor?: Actor | undefined;
  cause?: Cause | undefined;
};

/**
 * One command, end to end, in the caller's transaction: through the steps (validate, actor, authorise, dedupe, rate limit, and
 * the app's middleware), then load, decide, append events and state and inline rows, record the outcome. Whatever throws
 * after the form was checked rolls all of it back.
 */
export async function executeCommand(
  ctx: MutationContext,
  runtime: Runtime,
  sending: CommandCall,
): Promise<AnyOutcome> {
  const { name, context } = sending.listed;
  try {
    const read = readFields(sending.args);
    const call = callOf(ctx, runtime, { ...sending, read });
    return await runSteps(call, stepsFor(runtime, read), handle);
  } catch (error) {
    throw commandFailure(error, `${context}.${name}`);
  }
}

function callOf(
  ctx: MutationContext,
  runtime: Runtime,
  { listed, read, meta = {}, actor, cause }: CommandCall & { read: ReadFields },
): Call {
  const commandId = meta.commandId ?? automaticCommandId();
  const sent = "fields" in read ? read.fields : {};
  return {
    ...{ ...runtime, ...listed, ctx, meta, commandId, sent, args: sent },
    store: runtime.stores.of(listed.context),
    repeatable: cause?.repeatable ?? meta.commandId !== undefined,
    correlationId: meta.correlationId ?? commandId,
    causationId: cause?.causationId ?? null,
    startedAt: Date.now(),
    given: actor,
    actor: null,
    repeated: false,
  };
}

function stepsFor({ steps }: Runtime, read: ReadFields): Runtime["steps"] {
  if ("fields" in read) return steps;
  const unreadable = argumentsStep(read);
  return [...steps.filter(({ order }) => order < unreadable.order), unreadable];
}

async function handle(call: Call): Promise<Executed | Rejected> {
  const { aggregate } = call.command;
  const target = { aggregate, tenant: actorOfCall(call).tenant, id: aggregateIdOf(call) };
  const loaded = await loadAggregate(call.ctx, call.store, target);
  const decision = await decide(call, loaded);
  return await recordOutcome(call, await write(call, loaded, decision));
}

async function decide(call: Call, loaded: Loaded): Promise<Decision> {
  const { ctx, command, limits, startedAt, args, commandId, meta } = call;
  const { expectedVersion, occurredAt } = meta;
  const early = precondition({ command, loaded, expectedVersion });
  if (early !== null) return early;
  const actor = actorOfCall(call);
  const data = await loadData(ctx, { command, args, state: loaded.state, actor });
  const given = { newId: newIdsOf(commandId), actor, data };
  const context = { now: occurredAt ?? startedAt, ...given };
  return decideCommand({ command, loaded, args, expectedVersion, limits, context });
}

async function write(call: Call, loaded: Loaded, decision: Decision): Promise<Outcome> {
  if (decision.kind === "rejected") {
    const { code, message, details } = decision;
    return { status: "rejected", code, message, details };
  }
  if (decision.events.length === 0) {
    return { status: "executed", version: loaded.version, position: null, events: [] };
  }
  const { commandId, correlationId, meta } = call;
  const { id: actor, tenant } = actorOfCall(call);
  const { recorded, keeping } = await recordEvents(call.ctx, call, {
    context: call.context,
    aggregate: call.command.aggregate,
    stream: { tenant, id: aggregateIdOf(call), version: loaded.version },
    events: decision.events,
    state: decision.state,
    metadata: { actor, correlationId, causationId: commandId },
    occurredAt: meta.occurredAt ?? call.startedAt,
  });
  await call.wake?.(call.ctx, keeping);
  return { status: "executed", ...recorded };
}
