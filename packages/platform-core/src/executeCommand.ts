import { type CommandBus, fingerprint } from "@convex-es/platform-bus";
import type { EventStore, Limits } from "@convex-es/platform-store";
import type { GenericMutationCtx } from "convex/server";
import type { Value } from "convex/values";
import { actorFrom, anonymous, type Actor, type ActorOf } from "./actor.js";
import type { AnyCommand } from "./command.js";
import { decideCommand, type Decision, type Loaded } from "./decideCommand.js";
import type { AnyProjection } from "./defineProjection.js";
import { openEnvelope, type Envelope } from "./envelope.js";
import type { AnyDataModel } from "./generation.js";
import { step } from "./infrastructureError.js";
import { loadAggregate } from "./loadAggregate.js";
import { behaviourOf } from "./makeCommand.js";
import { newIdsOf } from "./newIds.js";
import { refused, type AnyOutcome, type Executed, type Refused, type Rejected } from "./outcome.js";
import { recordEvents } from "./recordEvents.js";

/** What the platform has wired together for a command of one context. */
export type Runtime = {
  bus: CommandBus;
  store: EventStore;
  inline: readonly AnyProjection[];
  actorOf: ActorOf;
  limits: Limits;
};

/** A command with the name and context it is listed under. */
export type ListedCommand = { command: AnyCommand; name: string; context: string };

export type MutationContext = GenericMutationCtx<AnyDataModel>;

type Call = Runtime &
  ListedCommand & { ctx: MutationContext; actor: Actor; envelope: Envelope; startedAt: number };

/**
 * One command, end to end, in the caller's transaction: validate, actor, authorise, dedupe, load, decide, append events
 * and state and inline rows, record the outcome. Whatever throws after the form was checked rolls all of it back.
 */
export async function executeCommand(
  ctx: MutationContext,
  runtime: Runtime,
  { listed, input, actor: given }: { listed: ListedCommand; input: Record<string, unknown>; actor?: Actor },
): Promise<AnyOutcome> {
  const startedAt = Date.now();
  const envelope = openEnvelope(listed.command, input, runtime.limits);
  if ("status" in envelope) return envelope;
  const actor = given ?? (await identify(ctx, runtime, listed.command));
  if ("status" in actor) return actor;
  const call: Call = { ...runtime, ...listed, ctx, actor, envelope, startedAt };
  return (await forbidden(call)) ?? (await settled(call)) ?? (await run(call));
}

async function identify(ctx: MutationContext, { actorOf }: Runtime, command: AnyCommand): Promise<Actor | Refused> {
  const actor = await step("ACTOR_FAILED", "The app's actor function", () => actorFrom(ctx.auth, actorOf));
  if (actor !== null) return actor;
  if (command.open) return anonymous;
  return refused("UNAUTHENTICATED", "Sign in first: this command needs an actor.");
}

async function forbidden({ command, actor, envelope }: Call): Promise<Refused | null> {
  if (envelope.occurredAt !== undefined && !actor.roles.includes("import")) {
    return refused("FORBIDDEN", 'Only an actor with the role "import" may set meta.occurredAt.');
  }
  const { authorise } = behaviourOf(command);
  if (authorise === null) return null;
  const allowed = await step("AUTHORISE_FAILED", "The command's authorise", () => authorise(actor, envelope.args));
  return allowed ? null : refused("FORBIDDEN", "You are not allowed to send this command.");
}

/** The outcome of an earlier attempt under the same id, a refusal of its misuse, or `null`: the id is free. */
async function settled(call: Call): Promise<AnyOutcome | null> {
  const { commandId, callerMadeId } = call.envelope;
  if (!callerMadeId) return null;
  const settlement = await call.bus.settle(call.ctx, attemptOf(call));
  if (settlement.status === "new") return null;
  if (settlement.status === "settled") return { ...settlement.outcome, commandId } as AnyOutcome;
  return refused(
    "COMMAND_ID_REUSED",
    `This command id was used for a command with another ${settlement.differs}; make a new id for each intent.`,
    { differs: settlement.differs },
  );
}

const attemptOf = ({ name, context, actor, envelope }: Call) => ({
  tenant: actor.tenant,
  commandId: envelope.commandId,
  type: `${context}.${name}`,
  fingerprint: fingerprint(envelope.args),
  actorId: actor.id,
});

async function run(call: Call): Promise<Executed | Rejected> {
  const { ctx, envelope, command, store, actor, startedAt } = call;
  const loaded = await loadAggregate(ctx, store, {
    aggregate: command.aggregate,
    tenant: actor.tenant,
    id: envelope.aggregateId,
  });
  const data = await loadData(call);
  const decision = decideCommand({
    command,
    loaded,
    args: envelope.args,
    expectedVersion: envelope.expectedVersion,
    limits: call.limits,
    context: {
      now: envelope.occurredAt ?? startedAt,
      newId: newIdsOf(envelope.commandId),
      actor,
      data,
    },
  });
  const outcome = await outcomeOf(call, loaded, decision);
  const { commandId, ...recorded } = outcome;
  await call.bus.record(ctx, {
    ...attemptOf(call),
    correlationId: envelope.correlationId,
    causationId: null,
    startedAt,
    outcome: recorded as never,
  });
  return outcome;
}

async function loadData({ command, ctx, envelope }: Call): Promise<unknown> {
  const { load } = behaviourOf(command);
  if (load === null) return undefined;
  const { db, auth, storage } = ctx;
  const reads = {
    db: { get: db.get.bind(db), query: db.query.bind(db), normalizeId: db.normalizeId.bind(db), system: db.system },
    auth,
    storage,
    runQuery: ctx.runQuery,
  };
  return await step("LOAD_FAILED", "The command's load", () => load(reads as never, envelope.args));
}

async function outcomeOf(call: Call, loaded: Loaded, decision: Decision): Promise<Executed | Rejected> {
  const { commandId, aggregateId, correlationId, occurredAt } = call.envelope;
  if (decision.kind === "rejected") {
    const { code, message, details } = decision;
    return { status: "rejected", commandId, code, message, details: details as Value };
  }
  if (decision.events.length === 0) {
    return { status: "executed", commandId, version: loaded.version, position: null, events: [] };
  }
  const recorded = await recordEvents(call.ctx, call, {
    context: call.context,
    aggregate: call.command.aggregate,
    stream: { tenant: call.actor.tenant, id: aggregateId, version: loaded.version },
    events: decision.events,
    state: decision.state,
    metadata: { actor: call.actor.id, correlationId, causationId: commandId },
    occurredAt: occurredAt ?? call.startedAt,
  });
  return { status: "executed", commandId, ...recorded };
}
