import type { RecordedEvent } from "@convex-es/platform-store";
import { trusted } from "../contract/boundary.js";
import type { InstanceStatus } from "../contract/processes.js";
import type { DomainEvent } from "../declarations/defineEvents.js";
import { processBehaviourOf, type Process } from "../declarations/defineProcess.js";
import type { Effect } from "../declarations/processEffects.js";
import { initialOf, reactTo, routingOf, type Instance } from "./reactTo.js";

/** What a process asks for, and its instance after that. */
export type PureReaction = { effects: readonly Effect[]; state: unknown; status: InstanceStatus };

/**
 * What a process asks for when an event comes after others: pure, without a backend. Of the others, those of the same instance count;
 * what they asked for has been done. `null`: no instance goes on with the event. Throws what a strict process throws.
 */
export function reactionOf(
  process: Process,
  history: readonly DomainEvent[],
  event: DomainEvent,
): PureReaction | null {
  const named = { name: "the process", process };
  const key = keyOf(process, event);
  let instance: Instance | null = null;
  for (const [index, past] of history.entries()) {
    if (!process.handles.includes(past.type) || keyOf(process, past) !== key) continue;
    const recorded = recordedAs(past, index);
    if (routingOf(named, instance, recorded) !== "handled") continue;
    const { state, status } = reactTo(named, { state: stateOf(named, instance), key }, recorded);
    instance = { n: index + 1, seen: recorded.position, state, status };
  }
  const recorded = recordedAs(event, history.length);
  if (routingOf(named, instance, recorded) !== "handled") return null;
  return reactTo(named, { state: stateOf(named, instance), key }, recorded);
}

const stateOf = (named: Parameters<typeof initialOf>[0], instance: Instance | null) =>
  instance === null ? initialOf(named) : instance.state;

const keyOf = (process: Process, event: DomainEvent): string =>
  String(processBehaviourOf(process).keyOf(event));

// Whatever handlers may look at has a value that repeats.
const recordedAs = ({ type, payload }: DomainEvent, index: number): RecordedEvent => ({
  ...{ id: `given:${index + 1}`, type, payload: trusted<RecordedEvent["payload"]>(payload) },
  position: { commitTs: BigInt(index + 1), ordinal: 0, store: "eventStore" },
  ...{ tenant: "", streamType: "Given", streamId: "given", version: index + 1 },
  ...{ schemaVersion: 1, category: "domain", context: "given", tags: [] },
  ...{ actor: "given", correlationId: "given", causationId: "given" },
  ...{ occurredAt: Date.UTC(2026, 0, 1), recordedAt: Date.UTC(2026, 0, 1) },
});
