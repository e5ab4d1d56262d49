import type { AnyOutcome } from "../declarations/outcome.js";
import type { Call } from "./Call.js";
import type { Step } from "./Step.js";

/**
 * Passes a call through its steps: in by ascending order until one has the outcome, else to `handle`; out, in descending order,
 * through those it had passed. What is thrown on the way is told to them and thrown on.
 */
export async function runSteps(
  call: Call,
  steps: readonly Step[],
  handle: (call: Call) => Promise<AnyOutcome>,
): Promise<AnyOutcome> {
  const passed: Step[] = [];
  try {
    const outcome = (await enter(call, steps, passed)) ?? (await handle(call));
    for (const { after } of passed.toReversed()) {
      if (after !== undefined) await after(call, outcome);
    }
    return outcome;
  } catch (error) {
    for (const { failed } of passed.toReversed()) await failed?.(call, error);
    throw error;
  }
}

async function enter(
  call: Call,
  steps: readonly Step[],
  passed: Step[],
): Promise<AnyOutcome | null> {
  for (const step of steps) {
    const outcome = step.before === undefined ? null : await step.before(call);
    if (outcome !== null) return outcome;
    passed.push(step);
  }
  return null;
}
