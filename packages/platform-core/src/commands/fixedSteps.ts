import { fingerprint } from "@convex-es/platform-bus";
import { actorOfCaller } from "../declarations/actor.js";
import { refused, type AnyOutcome } from "../declarations/outcome.js";
import { identityOf, type Call } from "./Call.js";
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
  const earlier = await earlierOutcome(call.ctx, call.runtime.bus, identityOf(call).attempt);
  if (earlier === null) return null;
  if ("refusal" in earlier) return earlier.refusal;
  call.isRepeat = true;
  return earlier.outcome;
}
