import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import { projectionBehaviourOf, type AnyProjection } from "../declarations/defineProjection.js";
import { feedersOf } from "./feedersOf.js";

/**
 * What the key of a read model is, and so how partitions can share it: `byStream`, the stream's id; `byField`, a payload field of
 * one stream type's events; `acrossStreams`, a payload field of several stream types' events; `computed` by a function.
 */
export type Strategy = "byStream" | "byField" | "acrossStreams" | "computed";

/** A strategy, why it is this one, and what follows for `partitions`. */
export type Classification = { strategy: Strategy; reason: string; recommendation: string };

/** Finds out how a read model can be partitioned, from declarations alone. */
export function classify(
  projection: AnyProjection,
  contexts: readonly AnyContext[],
): Classification {
  const { keyField } = projectionBehaviourOf(projection);
  const feeding = feedersOf(projection, contexts).map(({ aggregate }) => aggregate);
  const { strategy, reason } = keyField === null ? computed : keyedBy(keyField, feeding);
  return { strategy, reason, recommendation: recommendations[strategy] };
}

type StrategyWithReason = { strategy: Strategy; reason: string };

const computed: StrategyWithReason = {
  strategy: "computed",
  reason: "its key is computed by a function, which may name any row, or several",
};

const everyEvent =
  "n partitions read every event n times and keep their own keys: worth it only where handlers and rows cost more than reading";

const recommendations: Record<Strategy, string> = {
  byStream:
    "up to 64 partitions: each reads the streams of its own buckets, no event is read twice",
  byField: everyEvent,
  acrossStreams: everyEvent,
  computed: "one partition: name a payload field as the key to have more",
};

function keyedBy(keyField: string, feeding: readonly AnyAggregate[]): StrategyWithReason {
  const [aggregate, another] = feeding;
  const names = feeding.map(({ name }) => name).join(", ");
  if (aggregate === undefined) {
    return {
      strategy: "acrossStreams",
      reason: `no listed context records its events, keyed by ${keyField}`,
    };
  }
  if (another !== undefined) {
    return {
      strategy: "acrossStreams",
      reason: `its key ${keyField} is a payload field of events of several stream types: ${names}`,
    };
  }
  if (keyField === aggregate.idField) {
    return {
      strategy: "byStream",
      reason: `its key ${keyField} is the id of ${names}, whose streams alone feed it`,
    };
  }
  return {
    strategy: "byField",
    reason: `its key ${keyField} is a payload field of the events of ${names}, not the id of their stream (${aggregate.idField})`,
  };
}
