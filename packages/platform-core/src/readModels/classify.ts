import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import { feedersOf } from "./feedersOf.js";

/**
 * How the keys of a read model can be shared among partitions: `entity`, the key is the stream; `customer`, a field common to
 * the events of one stream type; `saga`, to those of several; `global`, known to a function only.
 */
export type Strategy = "entity" | "customer" | "saga" | "global";

/** A strategy, why it is this one, and what follows for `partitions`. */
export type Classification = { strategy: Strategy; reason: string; recommendation: string };

/** Finds out how a read model can be partitioned, from declarations alone. */
export function classify(
  projection: AnyProjection,
  contexts: readonly AnyContext[],
): Classification {
  const { keyField } = projectionBehaviourOf(projection);
  const feeding = feedersOf(projection, contexts).map(({ aggregate }) => aggregate);
  const { strategy, reason } = keyField === null ? computed : byField(keyField, feeding);
  return { strategy, reason, recommendation: recommendations[strategy] };
}

type Finding = { strategy: Strategy; reason: string };

const computed: Finding = {
  strategy: "global",
  reason: "its key is computed by a function, which may name any row, or several",
};

const everyEvent =
  "n partitions read every event n times and keep their own keys: worth it only where handlers and rows cost more than reading";

const recommendations: Record<Strategy, string> = {
  entity: "up to 64 partitions: each reads the streams of its own buckets, no event is read twice",
  customer: everyEvent,
  saga: everyEvent,
  global: "one partition: name a payload field as the key to have more",
};

function byField(keyField: string, feeding: readonly AnyAggregate[]): Finding {
  const [aggregate, another] = feeding;
  const names = feeding.map(({ name }) => name).join(", ");
  if (aggregate === undefined) {
    return {
      strategy: "saga",
      reason: `no listed context records its events, keyed by ${keyField}`,
    };
  }
  if (another !== undefined) {
    return {
      strategy: "saga",
      reason: `its key ${keyField} is a payload field of events of several stream types: ${names}`,
    };
  }
  if (keyField === aggregate.idField) {
    return {
      strategy: "entity",
      reason: `its key ${keyField} is the id of ${names}, whose streams alone feed it`,
    };
  }
  return {
    strategy: "customer",
    reason: `its key ${keyField} is a payload field of the events of ${names}, not the id of their stream (${aggregate.idField})`,
  };
}
