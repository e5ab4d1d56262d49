import type { AnyOutcome } from "../declarations/outcome.js";
import type { Call } from "./Call.js";

type Later<T> = T | Promise<T>;

/** One step of every command. Lower orders come earlier on the way in and later on the way out. */
export type CommandStep = {
  readonly name: string;
  readonly order: number;
  /** Runs on the way in; an outcome ends the way here. */
  readonly before?: (call: Call) => Later<AnyOutcome | null>;
  /** Runs on the way out, before the transaction commits; an error rolls everything back. */
  readonly after?: (call: Call, outcome: AnyOutcome) => Later<void>;
  /** Learns of an error that rolls the command back; cannot change it. */
  readonly failed?: (call: Call, error: unknown) => Later<void>;
};

/** The orders of the platform's own steps; a hook with a lower order runs earlier on the way in and later on the way out. */
export const stepOrder = {
  logging: 0,
  arguments: 100,
  structureValidation: 200,
  domainValidation: 300,
  actor: 400,
  authorisation: 500,
  dedupe: 600,
  rateLimit: 700,
} as const;

/**
 * Passes a call through the steps of its platform: in, by ascending order, until one has the outcome, else to `handle`; out, by
 * descending order, through the steps it passed. An error goes to the same steps and on to the caller.
 */
export async function runSteps(
  call: Call,
  handle: (call: Call) => Promise<AnyOutcome>,
): Promise<AnyOutcome> {
  const passed: CommandStep[] = [];
  try {
    const outcome = (await enterSteps(call, passed)) ?? (await handle(call));
    for (const { after } of passed.toReversed()) await after?.(call, outcome);
    return outcome;
  } catch (error) {
    for (const { failed } of passed.toReversed()) await failed?.(call, error);
    throw error;
  }
}

async function enterSteps(call: Call, passed: CommandStep[]): Promise<AnyOutcome | null> {
  for (const step of call.runtime.steps) {
    const outcome = (await step.before?.(call)) ?? null;
    if (outcome !== null) return outcome;
    passed.push(step);
  }
  return null;
}
