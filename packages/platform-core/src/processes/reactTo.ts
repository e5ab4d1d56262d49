import { comparePositions, type Position } from "@convex-es/platform-base";
import type { RecordedEvent } from "@convex-es/platform-store";
import { checkedCopy } from "../base/checkedCopy.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { asInfrastructureError, infrastructureError } from "../base/infrastructureError.js";
import { own } from "../base/own.js";
import { synchronous } from "../base/synchronous.js";
import type { InstanceStatus } from "../contract/processes.js";
import type { Timer } from "../contract/timers.js";
import { trusted } from "../contract/boundary.js";
import { processBehaviourOf, type Process } from "../declarations/defineProcess.js";
import type { Effect } from "../declarations/processEffects.js";
import { infoOf } from "../readModels/applyEvents.js";

/** A process with the name under which its context lists it. */
export type NamedProcess = { name: string; process: Process };

/** An instance as it stands before an event. */
export type Instance = {
  /** How many events it has handled. */
  n: number;
  seen: Position | null;
  state: unknown;
  status: InstanceStatus;
};

/** What the process does with an event: it goes on with it, has done so before, or leaves it out. */
export type Routing = "handled" | "seen" | "left out";

/** What a process does with an event of an instance, `null` for one that has not begun; throws PROCESS_STRICT. */
export function routingOf(
  { name, process }: NamedProcess,
  instance: Instance | null,
  { type, position, id }: Pick<RecordedEvent, "type" | "position" | "id">,
): Routing {
  if (instance?.seen && comparePositions(position, instance.seen) <= 0) return "seen";
  const isRunning = instance?.status === "processing";
  if (isRunning || (instance === null && process.starts.includes(type))) return "handled";
  if (!process.strict) return "left out";
  const why = instance === null ? "no instance has begun" : `its instance is ${instance.status}`;
  throw infrastructureError(
    "PROCESS_STRICT",
    `${name} is strict and cannot handle ${type} (id ${id}): ${why}.`,
  );
}

/** An instance after an event, and what it asks for. */
export type Reaction = { state: unknown; status: InstanceStatus; effects: readonly Effect[] };

/**
 * Handles one event, pure: the state after it, then what the reaction asks for. Throws PROCESS_FAILED for what user code throws, or
 * returns that is nothing a process can return.
 */
export function reactTo(
  named: NamedProcess,
  { state: before, key }: { state: unknown; key: string },
  event: RecordedEvent,
): Reaction {
  const { process } = named;
  const { react } = processBehaviourOf(process);
  const state = evolved(named, before, event);
  const reaction = own(react, event.type);
  const effects =
    reaction === undefined
      ? []
      : effectsOf(named, `react.${event.type}`, () =>
          reaction(
            deepFreeze(event.payload),
            Object.freeze({
              key,
              state: deepFreeze(state),
              event: Object.freeze(infoOf(event, key)),
            }),
          ),
        );
  return { state, status: process.ends.includes(event.type) ? "completed" : "processing", effects };
}

function evolved({ name, process }: NamedProcess, before: unknown, event: RecordedEvent): unknown {
  const { evolve, shape } = processBehaviourOf(process);
  const evolveOne = own(evolve, event.type);
  const what = `${name}.evolve.${event.type}`;
  if (evolveOne === undefined) return before;
  const after = run(what, () => evolveOne(deepFreeze(before), deepFreeze(event.payload)));
  if (shape === null) return after;
  return checkedCopy(after, shape, { code: "PROCESS_FAILED", what: `The state of ${what}` });
}

/** What follows a timer of an instance, pure; the state stays as it is. Throws as `reactTo`. */
export function reactToTimer(
  named: NamedProcess,
  { key, state }: { key: string; state: unknown },
  { name, dueAt }: Pick<Timer, "name" | "dueAt">,
): Reaction {
  const { timers } = processBehaviourOf(named.process);
  const reaction = own(timers, name);
  if (reaction === undefined) {
    throw infrastructureError(
      "PROCESS_FAILED",
      `${named.name} has no timer "${name}" any more; declare it again, or cancel it.`,
    );
  }
  const given = Object.freeze({ key, state: deepFreeze(state), dueAt });
  const effects = effectsOf(named, `timers.${name}`, () => reaction(given));
  return { state, status: "processing", effects };
}

/** The state of a new instance. */
export const initialOf = ({ process }: NamedProcess): unknown =>
  processBehaviourOf(process).initial;

/** What a function of a process returned, as a list of effects. */
export function effectsOf(
  { name }: NamedProcess,
  what: string,
  effects: () => unknown,
): readonly Effect[] {
  const returned = run(`${name}.${what}`, effects);
  const list: readonly unknown[] = Array.isArray(returned) ? returned : [returned];
  if (list.every(isEffect)) return list;
  throw infrastructureError(
    "PROCESS_FAILED",
    `${name}.${what} returned something else than send(…), timer(…), cancelTimer(…), complete or fail(…); return one, a list of them, or [] for none.`,
  );
}

const kinds = ["send", "timer", "cancelTimer", "complete", "fail"];

const isEffect = (value: unknown): value is Effect =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  kinds.includes(trusted<string>(value.kind));

function run(what: string, call: () => unknown): unknown {
  try {
    return synchronous(call());
  } catch (error) {
    throw asInfrastructureError(error, "PROCESS_FAILED", what);
  }
}
