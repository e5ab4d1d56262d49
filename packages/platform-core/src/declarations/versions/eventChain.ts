import type { PropertyValidators, VObject } from "convex/values";
import type { EventStep, MergeEvents } from "./eventSteps.js";

/** How every stored version of one event type is read today. */
export type EventChain = {
  readonly type: string;
  /** The newest version this code knows. */
  readonly newest: number;
  /** `steps[0]` starts from version 1. */
  readonly steps: readonly EventStep[];
  /** What the newest version must fit; `null` for a retired type, which is read as other events only. */
  readonly validator: VObject<unknown, PropertyValidators> | null;
};

/** The chains of all event types a reader knows. */
export type EventChains = ReadonlyMap<string, EventChain>;

/** The step that merges an event stored in `version` with the one after it, or `null`; a chain has one at most. */
export function mergeStepOf(chain: EventChain | undefined, version: number): MergeEvents | null {
  const step = chain?.steps.slice(version - 1).find(isMerge);
  return step ?? null;
}

/** Whether a step is a merge. */
export function isMerge(step: EventStep): step is MergeEvents {
  return typeof step === "object" && step.kind === "merge";
}
