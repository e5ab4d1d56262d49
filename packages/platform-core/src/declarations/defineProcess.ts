import type { GenericValidator, PropertyValidators, VObject } from "convex/values";
import { hiddenField, trusted } from "../contract/boundary.js";
import type { FailurePolicy } from "../contract/consumer.js";
import { deepFreeze } from "../base/deepFreeze.js";
import type { DeepReadonly } from "../base/frozen.js";
import { DeclarationError } from "../base/infrastructureError.js";
import type { EventCatalog, EventOf, PayloadOf } from "./defineEvents.js";
import type { HandledEvent, KeyField } from "./defineProjection.js";
import type { Effects } from "./processEffects.js";
import { failureOf } from "./projectionDelivery.js";
import { keyFieldOf } from "./projectionKeyField.js";

/** What a reaction is told beside the payload. */
export type Reacting<State> = {
  readonly key: string;
  /** The instance's state after the event. */
  readonly state: DeepReadonly<State>;
  readonly event: HandledEvent;
};

/** What the reaction to a timer is told. */
export type TimerGiven<State> = {
  readonly key: string;
  readonly state: DeepReadonly<State>;
  /** When it was due, in milliseconds since 1970. */
  readonly dueAt: number;
};

type ShapeOf<State> = VObject<State, PropertyValidators>;

/** How a process is declared. */
export type ProcessOptions<Events extends EventCatalog, State, Timers extends string = string> = {
  /** The events it may handle; those of several contexts are spread into one. */
  events: Events;
  /** The payload field that names the instance, or a function of the event; `null` for none. */
  key: KeyField<Events> | ((event: EventOf<Events>) => string | null);
  /** The events that begin an instance. Without it, every event it handles begins one where there is none. */
  start?: readonly (keyof Events & string)[] | undefined;
  /** The events that complete it, after their reaction. */
  end?: readonly (keyof Events & string)[] | undefined;
  /** What an instance remembers, as a validator; `initial` and `evolve` say how it comes about. */
  state?: ShapeOf<State> | undefined;
  initial?: DeepReadonly<NoInfer<State>> | undefined;
  /** Pure and synchronous: the state after an event; an event without one leaves it as it is. */
  evolve?:
    | {
        readonly [Type in keyof Events & string]?: (
          state: DeepReadonly<NoInfer<State>>,
          payload: PayloadOf<Events[Type]>,
        ) => DeepReadonly<NoInfer<State>>;
      }
    | undefined;
  /** Pure and synchronous: an event and the state after it in, commands and the end of the instance out. */
  react: {
    readonly [Type in keyof Events & string]?: (
      payload: PayloadOf<Events[Type]>,
      given: Reacting<NoInfer<State>>,
    ) => Effects<NoInfer<Timers>>;
  };
  /** What follows when a timer of the instance fires, by its name. */
  timers?:
    | { readonly [Name in Timers]: (given: TimerGiven<NoInfer<State>>) => Effects<NoInfer<Timers>> }
    | undefined;
  /** Whether an event fails that has no instance to go on with, or comes after its end; otherwise it is left out and counted. */
  strict?: boolean | undefined;
  /** What becomes of an event whose reaction fails, after how many attempts (default: `park` after 5). */
  onFailure?: { policy?: FailurePolicy | undefined; attempts?: number | undefined } | undefined;
};

/** A declared process manager. Its name is the key under which a bounded context lists it. */
export type Process = {
  readonly handles: readonly string[];
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  readonly strict: boolean;
  readonly onFailure: { readonly policy: FailurePolicy; readonly attempts: number };
};

/** A process with its types forgotten: what the runtime runs. */
export type ProcessBehaviour = {
  events: EventCatalog;
  keyField: string | null;
  keyOf: (event: { type: string; payload: unknown }) => unknown;
  shape: GenericValidator | null;
  initial: unknown;
  evolve: Readonly<Record<string, (state: unknown, payload: unknown) => unknown>>;
  react: Readonly<Record<string, (payload: unknown, given: Reacting<unknown>) => unknown>>;
  timers: Readonly<Record<string, (given: TimerGiven<unknown>) => unknown>>;
};

const processField = hiddenField<ProcessBehaviour>("process");

/** Makes a process; `defineProcess` adds how it is run. */
export function makeProcess<
  Events extends EventCatalog,
  State extends Record<string, unknown> = Record<never, never>,
  Timers extends string = never,
>(options: ProcessOptions<Events, State, Timers>): Process {
  const { events, key, state, strict = false } = options;
  const react = trusted<ProcessBehaviour["react"]>(options.react);
  const evolve = trusted<ProcessBehaviour["evolve"]>(options.evolve ?? {});
  const timers = trusted<ProcessBehaviour["timers"]>(options.timers ?? {});
  const lists = { start: options.start ?? [], end: options.end ?? [] };
  const named = [...Object.keys(react), ...Object.keys(evolve), ...lists.start, ...lists.end];
  const handles = [...new Set(named)];
  const problem =
    unknownEvent(events, handles) ??
    notFunctions({ react, evolve, timers }) ??
    stateProblem({ state, initial: options.initial, evolve: options.evolve }) ??
    nothingHandled(handles);
  if (problem !== null) throw new DeclarationError(`defineProcess: ${problem}.`);
  const behaviour: ProcessBehaviour = {
    events,
    keyField: keyFieldOf({ declaration: "defineProcess", key, events, handles }),
    keyOf: keyFunction(key),
    shape: trusted<GenericValidator | null>(state ?? null),
    initial: deepFreeze(options.initial ?? {}),
    evolve,
    react,
    timers,
  };
  const process: Process = {
    handles,
    starts: options.start === undefined ? handles : lists.start,
    ends: lists.end,
    strict,
    onFailure: failureOf("defineProcess", options.onFailure),
  };
  return processField.put(process, behaviour);
}

function unknownEvent(events: EventCatalog, handles: readonly string[]): string | null {
  const unknown = handles.find((type) => !Object.hasOwn(events, type));
  return unknown === undefined ? null : `handles ${unknown}, which is not among its events`;
}

function notFunctions(options: Record<string, Readonly<Record<string, unknown>>>): string | null {
  for (const [option, functions] of Object.entries(options)) {
    const wrong = Object.keys(functions).find((type) => typeof functions[type] !== "function");
    if (wrong !== undefined) return `${option}.${wrong} must be a function`;
  }
  return null;
}

function stateProblem({ state, initial, evolve }: Record<"state" | "initial" | "evolve", unknown>) {
  if (state !== undefined) return initial === undefined ? "state needs initial" : null;
  return initial === undefined && evolve === undefined ? null : "initial and evolve need state";
}

const nothingHandled = (handles: readonly string[]): string | null =>
  handles.length === 0 ? "react is empty; name at least one event" : null;

function keyFunction(key: unknown): ProcessBehaviour["keyOf"] {
  if (typeof key === "function") return trusted<ProcessBehaviour["keyOf"]>(key);
  return ({ payload }) => trusted<Record<string, unknown>>(payload)[trusted<string>(key)];
}

/** The behaviour that `defineProcess` put into a process. */
export function processBehaviourOf(process: Process): ProcessBehaviour {
  const behaviour = processField.of(process);
  if (behaviour !== undefined) return behaviour;
  throw new DeclarationError("A process was not made by defineProcess.");
}
