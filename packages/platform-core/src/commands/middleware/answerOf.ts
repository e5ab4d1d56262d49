import { trusted } from "../../contract/boundary.js";
import type { Outcome } from "@convex-es/platform-bus";
import { validate } from "convex-helpers/validators";
import type { Value } from "convex/values";
import { messageOf } from "../../base/infrastructureError.js";
import { vOutcomeOf, type AnyOutcome } from "../../declarations/outcome.js";
import type { Call } from "../Call.js";
import { stepOrder, type CommandStep } from "../Step.js";
import { hookFailed } from "./hookFailed.js";

type Hook = Pick<CommandStep, "name" | "order">;
const validations = ["structureValidation", "domainValidation"];

/** What a before-hook's answer means for the command: an outcome that ends it, or `null`: on to the next step. */
export async function hookOutcome(
  call: Call,
  hook: Hook,
  answer: unknown,
): Promise<AnyOutcome | null> {
  if (answer === null) return null;
  if (isRecord(answer) && isRecord(answer["args"])) {
    return await changeFields(call, hook, trusted<Record<string, Value>>(answer["args"]));
  }
  if (isRecord(answer) && isRecord(answer["outcome"])) {
    return await endWith(call, hook, answer["outcome"]);
  }
  return hookFailed(hook.name, "it must return nothing, { args } or { outcome }");
}

async function changeFields(call: Call, hook: Hook, args: Call["args"]) {
  call.args = args;
  for (const { name, before } of call.runtime.steps) {
    const refusal = validations.includes(name) ? await before?.(call) : null;
    if (refusal?.status === "refused") {
      const issues = refusal.code === "INVALID_INPUT" ? refusal.details.issues : [];
      return hookFailed(hook.name, `it made fields that are invalid: ${refusal.message}`, issues);
    }
  }
  return null;
}

async function endWith(call: Call, { name, order }: Hook, ending: Record<string, unknown>) {
  const refused = ending["status"] === "refused";
  const outcome = trusted<AnyOutcome>(refused ? ending : { ...ending, commandId: call.commandId });
  try {
    validate(vOutcomeOf(call.command), outcome, { throw: true });
  } catch (error) {
    return hookFailed(name, `it gave an outcome that the command cannot have: ${messageOf(error)}`);
  }
  // A refusal occupies nothing, and before the dedupe nothing is recorded.
  if (!refused && order >= stepOrder.dedupe) {
    await call.site.end(call, { outcome: trusted<Outcome>(ending) });
  }
  return outcome;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
