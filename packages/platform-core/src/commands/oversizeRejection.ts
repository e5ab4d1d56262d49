import { findOversize, type Limits } from "@convex-es/platform-store";
import { getConvexSize, type Value } from "convex/values";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import { definitionIn, type DomainEvent } from "../declarations/defineEvents.js";
import { rejectedBuiltIn, type RejectedDecision } from "./rejectedDecision.js";
import { tagsOf } from "../declarations/tagsOf.js";

/** The rejection of events that break a limit of the store, before anything is written; `null` when all are within. */
export function oversizeOfEvents(
  aggregate: AnyAggregate,
  events: readonly DomainEvent[],
  limits: Limits,
): RejectedDecision | null {
  if (events.length > limits.maxEventsPerAppend) {
    const details = { unit: "events", limit: limits.maxEventsPerAppend, actual: events.length };
    return rejectedBuiltIn("TOO_MANY_EVENTS", details);
  }
  for (const event of events) {
    const oversize = oversizeOfEvent(aggregate, event, limits);
    if (oversize !== null) return rejectedBuiltIn("EVENT_TOO_LARGE", oversize);
  }
  const bytes = events.reduce((sum, { payload }) => sum + getConvexSize(payload as Value), 0);
  if (bytes <= limits.maxAppendBytes) return null;
  const details = { unit: "bytes", limit: limits.maxAppendBytes, actual: bytes };
  return rejectedBuiltIn("TOO_MANY_EVENTS", details);
}

function oversizeOfEvent(aggregate: AnyAggregate, event: DomainEvent, limits: Limits) {
  const { type, payload } = event as DomainEvent<string, Record<string, unknown>>;
  const rule = { ...limits, maxBytes: limits.maxPayloadBytes };
  const oversize = findOversize(payload, rule, type);
  const definition = definitionIn(aggregate.events, type);
  if (oversize !== null || definition === undefined) return oversize;
  const limit = limits.maxIdLength;
  const long = tagsOf(definition, payload).find(({ value }) => value.length > limit);
  if (long === undefined) return null;
  return { code: "TAG_TOO_LONG", path: `${type}.${long.field}`, limit, actual: long.value.length };
}

/** The rejection of a state that breaks a limit of the store, or `null`. */
export function oversizeOfState(state: unknown, limits: Limits): RejectedDecision | null {
  const oversize = findOversize(state, { ...limits, maxBytes: limits.maxStateBytes }, "state");
  return oversize === null ? null : rejectedBuiltIn("STATE_TOO_LARGE", oversize);
}
