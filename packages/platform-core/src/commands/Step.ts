import type { AnyOutcome } from "../declarations/outcome.js";
import type { Call } from "./Call.js";

type Later<T> = T | Promise<T>;

/** One place on the way of every command. */
export type Step = {
  readonly name: string;
  readonly order: number;
  /** On the way in; an outcome ends the way here. */
  readonly before?: (call: Call) => Later<AnyOutcome | null>;
  /** On the way out, before the transaction commits; what it throws rolls everything back. */
  readonly after?: (call: Call, outcome: AnyOutcome) => Later<void>;
  /** Told of what rolls the command back; cannot change it. */
  readonly failed?: (call: Call, error: unknown) => Later<void>;
};

/** Where the platform's own steps stand; hooks of lower orders come earlier on the way in and later on the way out. */
export const stepOrder = {
  logging: 0,
  arguments: 100,
  structureValidation: 200,
  domainValidation: 300,
  actor: 400,
  authorisation: 500,
  dedupe: 600,
  rateLimit: 700,
} as const;
