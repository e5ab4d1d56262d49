import type { Outcome } from "@convex-es/platform-bus";
import type { Executed, Rejected } from "../declarations/outcome.js";
import type { Call } from "./Call.js";
import { attemptOf } from "./fixedSteps.js";

/** Records how a command ended under its id, and answers as its caller sees it. One insert. */
export async function recordOutcome(call: Call, outcome: Outcome): Promise<Executed | Rejected> {
  const { ctx, bus, commandId, correlationId, causationId, startedAt, retentionMs } = call;
  await bus.record(ctx, {
    ...attemptOf(call),
    ...{ correlationId, causationId, startedAt, outcome, retentionMs },
  });
  return { ...outcome, commandId } as Executed | Rejected;
}
