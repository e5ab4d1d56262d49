import {
  chainsOf,
  convertState,
  infrastructureDataOf,
  readEvents,
  type AnyAggregate,
  type AnyContext,
} from "@convex-es/platform-core/internal";
import { validate } from "convex-helpers/validators";
import type { GenericValidator } from "convex/values";
import { eventSample, nameOf, stateSample, valueOf, type Sample } from "./Sample.js";

/** What is wrong with the samples of a context. */
export type SampleProblems = {
  /** Versions without a sample; their values are empty. */
  missing: Sample[];
  /** Samples that today's code does not read, with the reason. */
  unreadable: { sample: Sample; reason: string }[];
};

/** Finds the versions of events and states of a context that have no sample, and the samples that are read no more. */
export function checkSamples(context: AnyContext, samples: readonly Sample[]): SampleProblems {
  const known = new Set(samples.map(nameOf));
  const missing = versionsOf(context).filter((wanted) => !known.has(nameOf(wanted)));
  const unreadable = samples.flatMap((sample) => {
    const reason = reasonNotToRead(context, sample);
    return reason === null ? [] : [{ sample, reason }];
  });
  return { missing, unreadable };
}

/** Every version that may be stored: of events from 1 on, of states those that are not folded again anyway. */
function versionsOf({ aggregates }: AnyContext): Sample[] {
  const events = aggregates
    .flatMap((aggregate) => [...chainsOf(aggregate.events).values()])
    .flatMap(({ type, newest }) => upTo(newest).map((version) => eventSample(type, version, {})));
  const states = aggregates.flatMap(({ name, shape, shapes }) =>
    upTo(shape)
      .filter((version) => !shapes.slice(version - 1).includes("refold"))
      .map((version) => stateSample(name, version, {})),
  );
  return [...new Map([...events, ...states].map((sample) => [nameOf(sample), sample])).values()];
}

const upTo = (newest: number) => Array.from({ length: newest }, (_, index) => index + 1);

function reasonNotToRead({ aggregates }: AnyContext, sample: Sample): string | null {
  const owner = aggregates.find((aggregate) =>
    "event" in sample
      ? chainsOf(aggregate.events).has(sample.event)
      : aggregate.name === sample.state,
  );
  if (owner === undefined) return "nothing of this name is declared";
  try {
    readSample(owner, sample);
    return null;
  } catch (error) {
    const own = infrastructureDataOf(error)?.message;
    return own ?? (error instanceof Error ? error.message : String(error));
  }
}

function readSample(aggregate: AnyAggregate, sample: Sample): void {
  if ("event" in sample) return readEvent(aggregate, sample);
  const converted = convertState(aggregate, { shape: sample.version, value: valueOf(sample) });
  if (converted !== null) fits(converted.state, aggregate.stateValidator);
}

function readEvent({ events }: AnyAggregate, sample: Sample & { event: string }): void {
  const stored = { type: sample.event, schemaVersion: sample.version, payload: valueOf(sample) };
  const place = { tenant: "", streamType: "", streamId: "", version: 1 };
  const recorded = { id: "", causationId: "", position: { commitTs: 0n } };
  const chains = chainsOf(events);
  for (const { type, payload } of readEvents([{ ...stored, ...place, ...recorded }], chains)) {
    const validator = chains.get(type)?.validator;
    if (validator) fits(payload, validator);
  }
}

const fits = (value: unknown, validator: GenericValidator) =>
  validate(validator, value, { throw: true });
