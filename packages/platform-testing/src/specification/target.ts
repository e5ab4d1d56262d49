import type { DomainEvent } from "@convex-es/platform-core";
import type { AnyCommand, AnyProjection } from "@convex-es/platform-core/internal";
import type { WhenOptions } from "./given.js";

/** How a decision is expected to end. */
export type Expected =
  | { kind: "events"; events: readonly DomainEvent[] }
  | { kind: "rejection"; code: string; details: unknown };

/** Given these events, when this command is sent, then it ends as expected. */
export type DecisionSpecification = {
  events: readonly DomainEvent[];
  command: AnyCommand;
  args: Record<string, unknown>;
  options: WhenOptions;
  expected: Expected;
};

/** Given these events, a read model has this row. */
export type RowSpecification = {
  events: readonly DomainEvent[];
  projection: AnyProjection;
  /** The expected fields, or `null` for no row. */
  row: Record<string, unknown> | null;
  key: string | undefined;
};

/** What specifications run on: pure functions, or the real components. */
export type SpecificationTarget = {
  /** Throws when the decision ends otherwise. */
  checkDecision(specification: DecisionSpecification): void | Promise<void>;
  /** Throws when the row is another one. */
  checkRow(specification: RowSpecification): void | Promise<void>;
};
