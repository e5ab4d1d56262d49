import { fingerprint } from "@convex-es/platform-bus";
import { actorOfCaller } from "../declarations/actor.js";
import { refused, type AnyOutcome } from "../declarations/outcome.js";
import { aggregateIdOf, identityOf, type Call } from "./Call.js";
import { earlierOutcome } from "./outcomeRecord.js";
import { stepOrder, type CommandStep } from "./Step.js";

/** The steps that middleware cannot replace: readable fields, a known sender, a command id that is free. */
export const fixedSteps: readonly CommandStep[] = [
  { name: "arguments", order: stepOrder.arguments, before: refuseUnreadable },
  { name: "actor", order: stepOrder.actor, before: identify },
  { name: "dedupe", order: stepOrder.dedupe, before: answerRepeat },
];

function refuseUnreadable({ sent }: Call): AnyOutcome | null {
  return "fields" in sent ? null : sent;
}

async function identify(call: Call): Promise<AnyOutcome | null> {
  const { command, runtime, givenActor, meta } = call;
  const caller = { isOpen: command.open, given: givenActor };
  const actor = await actorOfCaller(call.ctx.auth, runtime.actorOf, caller);
  if (actor === null) {
    return refused("UNAUTHENTICATED", "Sign in first: this command needs an actor.", null);
  }
  if (meta.occurredAt !== undefined && !actor.roles.includes("import")) {
    const message = 'Only an actor with the role "import" may set meta.occurredAt.';
    return refused("FORBIDDEN", message, null);
  }
  const attempt = {
    tenant: actor.tenant,
    commandId: call.commandId,
    type: `${call.context}.${call.name}`,
    // What the caller sent, whatever hooks make of it.
    fingerprint: fingerprint("fields" in call.sent ? call.sent.fields : {}),
    actorId: actor.id,
  };
  call.identity = Object.freeze({ actor, attempt: Object.freeze(attempt) });
  return null;
}

async function answerRepeat(call: Call): Promise<AnyOutcome | null> {
  if (!call.isRepeatable) return null;
  const { attempt } = identityOf(call);
  const { tenant, ...own } = attempt;
  const stream = { streamType: call.command.aggregate.name, streamId: aggregateIdOf(call) };
  const opened = await call.store.open(call.ctx, { tenant, stream, attempt: own });
  const isNew = opened.settlement.status === "new";
  const { records } = call.runtime;
  const settlement = isNew ? await records.settleEarlier(call.ctx, attempt) : opened.settlement;
  const earlier = earlierOutcome(settlement, attempt);
  if (earlier === null) {
    call.opened = { id: stream.streamId, head: opened.head };
    return null;
  }
  if ("refusal" in earlier) return earlier.refusal;
  call.isRepeat = true;
  return earlier.outcome;
}
