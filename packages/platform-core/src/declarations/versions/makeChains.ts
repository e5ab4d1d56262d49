import type { PropertyValidators, VObject } from "convex/values";
import { DeclarationError } from "../../base/infrastructureError.js";
import { assertChains } from "./assertChains.js";
import type { EventChain, EventChains } from "./eventChain.js";
import type { EventSteps } from "./eventSteps.js";
import { stepsInOrder } from "./stepsInOrder.js";

type Validators = ReadonlyMap<string, VObject<unknown, PropertyValidators>>;
type StepsByType = { readonly [type: string]: EventSteps | undefined };

/** The chains of events that were declared together; throws a DeclarationError where one cannot work. */
export function makeChains(
  validators: Validators,
  { upcast = {}, retired = {} }: { upcast?: StepsByType; retired?: StepsByType },
): EventChains {
  const chains = new Map<string, EventChain>();
  for (const [type, validator] of validators) {
    const steps = stepsInOrder(upcast[type] ?? {}, `defineEvents: upcast of ${type}`);
    chains.set(type, { type, validator, steps, newest: steps.length + 1 });
  }
  assertKnownTypes(Object.keys(upcast), chains);
  for (const [type, given] of Object.entries(retired)) {
    assertGone(type, chains);
    const steps = stepsInOrder(given ?? {}, `defineEvents: the retired event ${type}`);
    chains.set(type, { type, validator: null, steps, newest: steps.length });
  }
  assertChains(chains);
  return chains;
}

function assertKnownTypes(types: readonly string[], chains: EventChains): void {
  const unknown = types.find((type) => !chains.has(type));
  if (unknown === undefined) return;
  throw new DeclarationError(
    `defineEvents: upcast names ${unknown}, which is not among the events; one that is read as other events belongs in retired.`,
  );
}

function assertGone(type: string, chains: EventChains): void {
  if (!chains.has(type)) return;
  throw new DeclarationError(
    `defineEvents: ${type} is among the events and retired; leave out one of the two.`,
  );
}
