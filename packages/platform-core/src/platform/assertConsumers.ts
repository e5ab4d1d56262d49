import { versionsOf } from "../readModels/activeGeneration.js";
import type { AnyContext } from "../declarations/defineBoundedContext.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { assertStages } from "./assertStages.js";
import { classify } from "../readModels/classify.js";

/** Refuses read models that cannot be partitioned as they say, or whose `where` names what no context has. */
export function assertConsumers(contexts: readonly AnyContext[]): void {
  const known = {
    contexts: contexts.map(({ name }) => name),
    streamTypes: contexts.flatMap(({ aggregates }) => aggregates.map(({ name }) => name)),
  };
  const declared = contexts.flatMap(({ projections }) => projections).flatMap(versionsOf);
  assertStages(declared);
  for (const projection of declared) {
    assertPartitions(projection, contexts);
    assertKnownFilter(projection, "contexts", known.contexts);
    assertKnownFilter(projection, "streamTypes", known.streamTypes);
  }
}

function assertPartitions(projection: AnyProjection, contexts: readonly AnyContext[]): void {
  const { name, partitions } = projection;
  if (partitions === 1) return;
  const { strategy, reason, recommendation } = classify(projection, contexts);
  if (strategy !== "computed") return;
  throw new DeclarationError(
    `createPlatform: the read model "${name}" cannot have ${partitions} partitions, since ${reason}; use ${recommendation}.`,
  );
}

function assertKnownFilter(
  { name, where }: AnyProjection,
  list: "contexts" | "streamTypes",
  known: readonly string[],
): void {
  const unknown = where[list]?.find((one) => !known.includes(one));
  if (unknown === undefined) return;
  throw new DeclarationError(
    `createPlatform: where.${list} of the read model "${name}" names the unknown "${unknown}"; use some of ${known.join(", ")}.`,
  );
}
