import { trusted } from "../boundary.js";
import { chainsOf, type AnyContext, type EventChain } from "@convex-es/platform-core/internal";
import type { GenericValidator, ValidatorJSON } from "convex/values";

/** What is stored under a name today: the number of its newest version (or shape) and what that must fit. */
export type Described = { version: number; fits: ValidatorJSON };

/** What a context stores, as plain data: events by type, types that are only read, states by aggregate. */
export type SchemaDescription = {
  events: { [type: string]: Described };
  retired: { [type: string]: number };
  states: { [aggregate: string]: Described };
};

/** Describes what a context stores today. */
export function describeSchema({ aggregates }: AnyContext): SchemaDescription {
  const chains = aggregates.flatMap(({ events }) => [...chainsOf(events).values()]);
  const events = chains.flatMap(({ type, newest, validator }) =>
    validator === null ? [] : [[type, { version: newest, fits: jsonOf(validator) }] as const],
  );
  const states = aggregates.map(
    ({ name, shape, stateValidator }) =>
      [name, { version: shape, fits: jsonOf(stateValidator) }] as const,
  );
  return {
    events: Object.fromEntries(events),
    retired: Object.fromEntries(chains.filter(isRetired).map(({ type, newest }) => [type, newest])),
    states: Object.fromEntries(states),
  };
}

const isRetired = ({ validator }: EventChain) => validator === null;

// What Convex itself sends to a deployment; it is there, but not in the types.
const jsonOf = (validator: unknown) =>
  trusted<GenericValidator & { json: ValidatorJSON }>(validator).json;
