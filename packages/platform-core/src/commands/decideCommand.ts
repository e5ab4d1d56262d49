import { findOversize } from "@convex-es/platform-base";
import { defaultLimits, type Limits } from "@convex-es/platform-store";
import { getConvexSize } from "convex/values";
import { checkedCopy } from "../base/checkedCopy.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { asInfrastructureError, infrastructureError } from "../base/infrastructureError.js";
import { own } from "../base/own.js";
import { synchronous } from "../base/synchronous.js";
import type { AnyCommand, DecideContext } from "../declarations/command.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { definitionIn, type DomainEvent } from "../declarations/defineEvents.js";
import {
  builtInRejections,
  type BuiltInDetails,
  type BuiltInRejection,
  type RejectionDefinition,
} from "../declarations/defineRejections.js";
import { isRejection, rejectingWith, type Rejection } from "../declarations/ensure.js";
import { draftOf, type EventDraft } from "../declarations/eventDraft.js";
import { behaviourOf } from "../declarations/makeCommand.js";
import { fold } from "../states/fold.js";
import type { Loaded } from "../states/loadAggregate.js";

/** A rejection: a rule of the business, or of the platform, says no. */
export type RejectedDecision = {
  kind: "rejected";
  code: string;
  message: string;
  details: unknown;
};

/** What a command decided: events with the state after them, or a rejection. */
export type Decision =
  { kind: "accepted"; events: DomainEvent[]; state: unknown } | RejectedDecision;

/** A decision whose events are ready to be written. */
export type DraftedDecision =
  { kind: "accepted"; drafts: EventDraft[]; state: unknown } | RejectedDecision;

export type DecideInput = {
  command: AnyCommand;
  loaded: Loaded;
  args: Record<string, unknown>;
  context: DecideContext<unknown>;
  expectedVersion?: number | undefined;
  limits?: Limits | undefined;
};

type Precondition = Pick<DecideInput, "command" | "loaded" | "expectedVersion">;

/** A whole decision, pure: existence and version of the aggregate, then `decide`. Specifications run it without a backend. */
export function decideCommand(input: DecideInput): Decision {
  const decision = precondition(input) ?? decide(input);
  if (decision.kind === "rejected") return decision;
  const events = decision.drafts.map(({ type, payload }) => ({ type, payload }));
  return { kind: "accepted", events, state: decision.state };
}

/** The rejection of a command that the existence, closing or version of its aggregate forbids; `null` when `decide` may run. */
export function precondition({
  command,
  loaded: { version, closed },
  expectedVersion,
}: Precondition): RejectedDecision | null {
  if (closed !== undefined) {
    return builtInRejection("STREAM_CLOSED", { reason: closed.reason, closedAt: closed.closedAt });
  }
  if (command.kind === "creation") {
    if (version > 0) return builtInRejection("ALREADY_EXISTS", { version });
  } else if (version === 0 && command.onMissing === "reject") {
    return builtInRejection("NOT_FOUND", null);
  }
  if (expectedVersion === undefined || expectedVersion === version) return null;
  return builtInRejection("STALE_VERSION", { expected: expectedVersion, actual: version });
}

/**
 * Runs `decide` on frozen input, checks its events against their declaration and the limits, and folds them into the new state.
 * Throws an infrastructure error for a mistake in the app's code.
 */
export function decide({ command, loaded, args, context, limits }: DecideInput): DraftedDecision {
  const { aggregate } = command;
  const input = {
    state: deepFreeze(loaded.state),
    args: deepFreeze(args),
    context: Object.freeze({ ...context, data: deepFreeze(context.data) }),
  };
  try {
    const decided = rejectingWith(aggregate.rejections, () =>
      synchronous(behaviourOf(command).decide(input.state, input.args, input.context)),
    );
    const drafts = draftsOf(decided, { aggregate, id: args[aggregate.idField] });
    return accepted(aggregate, drafts, { state: loaded.state, limits: limits ?? defaultLimits });
  } catch (error) {
    // Only `decide` throws rejections here: an error of `evolve` is an infrastructure error by now.
    if (isRejection(error)) return declaredRejection(aggregate, error);
    throw asInfrastructureError(error, "DECIDE_FAILED", `A decision on ${aggregate.name}`);
  }
}

type Base = { state: unknown; limits: Limits };

function accepted(
  aggregate: AnyAggregate,
  drafts: EventDraft[],
  { state, limits }: Base,
): DraftedDecision {
  if (drafts.length === 0) return { kind: "accepted", drafts, state };
  const oversize = oversizeOfEvents(drafts, limits);
  if (oversize !== null) return oversize;
  const after = fold(aggregate, state, drafts);
  return oversizeOfState(after, limits) ?? { kind: "accepted", drafts, state: after };
}

type DecisionTarget = { aggregate: AnyAggregate; id: unknown };

/** What `decide` returned, as events that fit their declaration. */
function draftsOf(decided: unknown, target: DecisionTarget): EventDraft[] {
  const list: readonly unknown[] = Array.isArray(decided) ? decided : [decided];
  // Not `map`, which leaves out the holes of a list.
  return Array.from(list, (item) => checkedDraft(item, target));
}

function checkedDraft(item: unknown, { aggregate, id }: DecisionTarget): EventDraft {
  if (!isEvent(item)) {
    throw infrastructureError(
      "DECIDE_FAILED",
      `A decision on ${aggregate.name} returned something else than events; return an event, a list of events, or [] for none.`,
    );
  }
  const definition = definitionIn(aggregate.events, item.type);
  if (definition === undefined) {
    throw infrastructureError(
      "UNDECLARED_EVENT",
      `A decision on ${aggregate.name} returned "${item.type}", which the aggregate does not declare; its events are ${Object.keys(aggregate.events).join(", ")}.`,
    );
  }
  const what = `The payload of ${definition.type}`;
  const payload = checkedCopy(item.payload, definition.validator, { code: "INVALID_EVENT", what });
  const draft = draftOf(definition, payload);
  const carried = draft.payload[aggregate.idField];
  if (carried === undefined || carried === id) return draft;
  throw infrastructureError(
    "WRONG_AGGREGATE",
    `A decision on ${aggregate.name} ${JSON.stringify(id)} returned ${definition.type} with another ${aggregate.idField}.`,
  );
}

const isEvent = (item: unknown): item is DomainEvent =>
  typeof item === "object" && item !== null && "type" in item && "payload" in item;

/** What `decide` threw, checked against the aggregate's declaration of its codes. */
function declaredRejection(aggregate: AnyAggregate, rejection: Rejection): RejectedDecision {
  const definition = own<RejectionDefinition<string, unknown>>(
    aggregate.rejections,
    rejection.code,
  );
  if (definition === undefined) {
    throw infrastructureError(
      "UNDECLARED_REJECTION",
      `A decision on ${aggregate.name} uses the rejection ${rejection.code}, which the aggregate does not declare; add it to its rejections.`,
    );
  }
  const { code, message } = definition;
  const what = `The details of ${code}`;
  const blame = { code: "INVALID_REJECTION", what } as const;
  const details = checkedCopy(rejection.details, definition.details, blame);
  return { kind: "rejected", code, message, details };
}

/** The rejection of events that break a limit of the store; `null` when all are within. */
function oversizeOfEvents(drafts: readonly EventDraft[], limits: Limits): RejectedDecision | null {
  if (drafts.length > limits.maxEventsPerAppend) {
    const details = { unit: "events", limit: limits.maxEventsPerAppend, actual: drafts.length };
    return builtInRejection("TOO_MANY_EVENTS", details);
  }
  for (const draft of drafts) {
    const oversize = oversizeOfEvent(draft, limits);
    if (oversize !== null) return builtInRejection("EVENT_TOO_LARGE", oversize);
  }
  // As many of the largest events as there are here would fit: no need to add up.
  if (drafts.length * limits.maxPayloadBytes <= limits.maxAppendBytes) return null;
  const bytes = drafts.reduce((sum, { payload }) => sum + getConvexSize(payload), 0);
  if (bytes <= limits.maxAppendBytes) return null;
  return builtInRejection("TOO_MANY_EVENTS", {
    unit: "bytes",
    limit: limits.maxAppendBytes,
    actual: bytes,
  });
}

function oversizeOfEvent({ type, payload, tags }: EventDraft, limits: Limits) {
  const oversize = findOversize(payload, { ...limits, maxBytes: limits.maxPayloadBytes }, type);
  if (oversize !== null) return oversize;
  const limit = limits.maxIdLength;
  const long = tags.find(({ value }) => value.length > limit);
  if (long === undefined) return null;
  return { code: "TAG_TOO_LONG", path: `${type}.${long.field}`, limit, actual: long.value.length };
}

/** The rejection of a state that breaks a limit of the store; `null` when it is within. */
function oversizeOfState(state: unknown, limits: Limits): RejectedDecision | null {
  const oversize = findOversize(state, { ...limits, maxBytes: limits.maxStateBytes }, "state");
  return oversize === null ? null : builtInRejection("STATE_TOO_LARGE", oversize);
}

/** A rejection that every aggregate has. */
function builtInRejection<Code extends BuiltInRejection>(
  code: Code,
  details: BuiltInDetails[Code],
): RejectedDecision {
  return { kind: "rejected", code, message: builtInRejections[code].message, details };
}
