import { fingerprint, type Attempt } from "@convex-es/platform-bus";
import { identify } from "./identify.js";
import { refused, type AnyOutcome } from "../declarations/outcome.js";
import type { ReadFields } from "./envelope.js";
import { earlierOutcome } from "./earlierOutcome.js";
import { actorOfCall, type Call } from "./Call.js";
import { stepOrder, type Step } from "./Step.js";

/** The steps that no middleware replaces: who sends the command, and whether it has been here before. */
export const fixedSteps: readonly Step[] = [
  { name: "actor", order: stepOrder.actor, before: findActor },
  { name: "dedupe", order: stepOrder.dedupe, before: dedupe },
];

/** The step that refuses fields Convex cannot hold. */
export const argumentsStep = (read: ReadFields): Step => ({
  name: "arguments",
  order: stepOrder.arguments,
  before: () => ("fields" in read ? null : read),
});

async function findActor(call: Call): Promise<AnyOutcome | null> {
  const { command, given, actorOf, meta } = call;
  call.actor = await identify(call.ctx, actorOf, { open: command.open, given });
  if (call.actor === null) {
    return refused("UNAUTHENTICATED", "Sign in first: this command needs an actor.", null);
  }
  if (meta.occurredAt === undefined || call.actor.roles.includes("import")) return null;
  const message = 'Only an actor with the role "import" may set meta.occurredAt.';
  return refused("FORBIDDEN", message, null);
}

async function dedupe(call: Call): Promise<AnyOutcome | null> {
  if (!call.repeatable) return null;
  const earlier = await earlierOutcome(call.ctx, call.bus, attemptOf(call));
  if (earlier === null) return null;
  if ("refusal" in earlier) return earlier.refusal;
  call.repeated = true;
  return { ...earlier.outcome, commandId: call.commandId } as AnyOutcome;
}

/** A call as the command bus knows it: what the caller sent, whatever hooks have made of it. */
export function attemptOf(call: Call): Attempt {
  const { id, tenant } = actorOfCall(call);
  return {
    tenant,
    commandId: call.commandId,
    type: `${call.context}.${call.name}`,
    fingerprint: fingerprint(call.sent),
    actorId: id,
  };
}
