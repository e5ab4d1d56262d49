import { fingerprint, type Attempt, type CommandBus, type Outcome } from "@convex-es/platform-bus";
import type { EventStore, Limits } from "@convex-es/platform-store";
import { actorFrom, anonymous, checkedActor, type Actor, type ActorOf } from "./actor.js";
import type { AnyCommand } from "./command.js";
import { decideCommand, precondition, type Decision, type Loaded } from "./decideCommand.js";
import type { AnyProjection } from "./defineProjection.js";
import { openEnvelope, type CommandMeta, type Envelope } from "./envelope.js";
import { commandFailure, infrastructureError, step } from "./infrastructureError.js";
import { loadAggregate } from "./loadAggregate.js";
import { loadData } from "./loadData.js";
import { behaviourOf } from "./makeCommand.js";
import { newIdsOf } from "./newIds.js";
import { refused, type AnyOutcome, type Executed, type Refused, type Rejected } from "./outcome.js";
import { recordEvents } from "./recordEvents.js";
import type { Stores } from "./Stores.js";
import type { MutationContext } from "./untypedTables.js";

/** What the platform has wired together for the commands of all contexts. */
export type Runtime = {
  bus: CommandBus;
  stores: Stores;
  inline: readonly AnyProjection[];
  actorOf: ActorOf;
  limits: Limits;
};

/** A command with the name and context it is listed under. */
export type ListedCommand = { command: AnyCommand; name: string; context: string };

/** One call of a command: `actor` is given by server code, otherwise found in the caller's identity. */
export type CommandCall = {
  listed: ListedCommand;
  args: Record<string, unknown>;
  meta: CommandMeta | undefined;
  actor?: Actor | undefined;
};

type Call = Runtime &
  ListedCommand & {
    ctx: MutationContext;
    /** The store of the command's context. */
    store: EventStore;
    actor: Actor;
    envelope: Envelope;
    attempt: Attempt;
    startedAt: number;
  };

/**
 * One command, end to end, in the caller's transaction: validate, actor, authorise, dedupe, load, decide, append events
 * and state and inline rows, record the outcome. Whatever throws after the form was checked rolls all of it back.
 */
export async function executeCommand(
  ctx: MutationContext,
  runtime: Runtime,
  { listed, actor: given, ...input }: CommandCall,
): Promise<AnyOutcome> {
  try {
    const envelope = openEnvelope(listed.command, input, runtime.limits);
    if ("status" in envelope) return envelope;
    const actor = await identify(ctx, runtime, { command: listed.command, given });
    if (actor === null) {
      return refused("UNAUTHENTICATED", "Sign in first: this command needs an actor.", null);
    }
    const attempt = attemptOf(listed, envelope, actor);
    const store = runtime.stores.of(listed.context);
    const sent = { ctx, store, actor, envelope, attempt, startedAt: Date.now() };
    const call = { ...runtime, ...listed, ...sent };
    return (await forbidden(call)) ?? (await settled(call)) ?? (await run(call));
  } catch (error) {
    throw commandFailure(error, `${listed.context}.${listed.name}`);
  }
}

type Identification = { command: AnyCommand; given: Actor | undefined };

async function identify(
  ctx: MutationContext,
  { actorOf }: Runtime,
  { command, given }: Identification,
): Promise<Actor | null> {
  if (given !== undefined) {
    return await step("ACTOR_FAILED", "The actor given to execute", () => checkedActor(given));
  }
  return (await actorFrom(ctx.auth, actorOf)) ?? (command.open ? anonymous : null);
}

function attemptOf({ name, context }: ListedCommand, envelope: Envelope, actor: Actor): Attempt {
  return {
    tenant: actor.tenant,
    commandId: envelope.commandId,
    type: `${context}.${name}`,
    fingerprint: fingerprint(envelope.args),
    actorId: actor.id,
  };
}

async function forbidden({ command, actor, envelope }: Call): Promise<Refused | null> {
  if (envelope.occurredAt !== undefined && !actor.roles.includes("import")) {
    const message = 'Only an actor with the role "import" may set meta.occurredAt.';
    return refused("FORBIDDEN", message, null);
  }
  const { authorise } = behaviourOf(command);
  if (authorise === null) return null;
  const allowed: unknown = await step("AUTHORISE_FAILED", "The command's authorise", () =>
    authorise(actor, envelope.args),
  );
  if (allowed === true) return null;
  return refused("FORBIDDEN", "You are not allowed to send this command.", null);
}

/** The outcome of an earlier attempt under the same id, a refusal of its misuse, or `null`: the id is free. */
async function settled({ bus, ctx, envelope, attempt }: Call): Promise<AnyOutcome | null> {
  if (!envelope.callerMadeId) return null;
  const settlement = await bus.settle(ctx, attempt);
  if (settlement.status === "new") return null;
  if (settlement.status === "reused") {
    const { differs } = settlement;
    const message = `This command id was used for a command with another ${differs}; make a new id for each intent.`;
    return refused("COMMAND_ID_REUSED", message, { differs });
  }
  if (settlement.status === "settled") {
    return { ...settlement.outcome, commandId: envelope.commandId } as AnyOutcome;
  }
  const message = "This command is still under way; send it again later to learn its outcome.";
  throw infrastructureError("COMMAND_PENDING", message, true);
}

async function run(call: Call): Promise<Executed | Rejected> {
  const { ctx, store, envelope, command, actor, attempt, startedAt } = call;
  const target = { aggregate: command.aggregate, tenant: actor.tenant, id: envelope.aggregateId };
  const loaded = await loadAggregate(ctx, store, target);
  const decision = await decide(call, loaded);
  const outcome = await write(call, loaded, decision);
  const { correlationId } = envelope;
  const causes = { correlationId, causationId: null, startedAt };
  await call.bus.record(ctx, { ...attempt, ...causes, outcome });
  return { ...outcome, commandId: envelope.commandId } as Executed | Rejected;
}

async function decide(call: Call, loaded: Loaded): Promise<Decision> {
  const { ctx, command, actor, limits, startedAt } = call;
  const { args, commandId, expectedVersion, occurredAt } = call.envelope;
  const early = precondition({ command, loaded, expectedVersion });
  if (early !== null) return early;
  const data = await loadData(ctx, command, args);
  const context = { now: occurredAt ?? startedAt, newId: newIdsOf(commandId), actor, data };
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
  const { commandId, aggregateId, correlationId, occurredAt } = call.envelope;
  const recorded = await recordEvents(call.ctx, call, {
    context: call.context,
    aggregate: call.command.aggregate,
    stream: { tenant: call.actor.tenant, id: aggregateId, version: loaded.version },
    events: decision.events,
    state: decision.state,
    metadata: { actor: call.actor.id, correlationId, causationId: commandId },
    occurredAt: occurredAt ?? call.startedAt,
  });
  return { status: "executed", ...recorded };
}
