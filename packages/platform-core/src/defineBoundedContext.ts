import type { AnyCommand } from "./command.js";
import type { AnyAggregate } from "./defineAggregate.js";
import type { AnyProjection } from "./defineProjection.js";
import { DeclarationError } from "./infrastructureError.js";

/** A declared bounded context: what `createPlatform` wires together. */
export interface BoundedContext<Commands extends Record<string, AnyCommand>> {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly commands: Commands;
  readonly projections: readonly AnyProjection[];
  readonly aggregates: readonly AnyAggregate[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any context
export type AnyContext = BoundedContext<any>;

/**
 * Declares a bounded context: a list, no logic. A command's key is its name; the aggregates of its commands, and their
 * stream types and events, belong to this context alone.
 *
 * @example
 * export const orders = defineBoundedContext("orders", {
 *   commands: { createOrder, submitOrder }, projections: [orderSummaries],
 * });
 */
export function defineBoundedContext<Commands extends Record<string, AnyCommand>>(
  name: string,
  options: {
    commands: Commands;
    projections?: readonly AnyProjection[] | undefined;
    version?: number | undefined;
    description?: string | undefined;
  },
): BoundedContext<Commands> {
  const projections = options.projections ?? [];
  assertCamelCase(name, "context");
  for (const command of Object.keys(options.commands)) assertCamelCase(command, "command");
  assertDistinct(name, Object.values(options.commands), "lists one command twice");
  assertDistinct(
    name,
    projections.map((projection) => projection.name),
    "lists two projections of one name",
  );
  const aggregates = [...new Set(Object.values(options.commands).map(({ aggregate }) => aggregate))];
  assertDistinct(
    name,
    aggregates.map((aggregate) => aggregate.name),
    "has two aggregates of one name",
  );
  return {
    name,
    version: options.version ?? 1,
    description: options.description ?? "",
    commands: options.commands,
    projections,
    aggregates,
  };
}

function assertCamelCase(name: string, what: string): void {
  if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(name)) {
    throw new DeclarationError(`defineBoundedContext: "${name}" is no ${what} name; use camelCase.`);
  }
}

function assertDistinct(context: string, values: readonly unknown[], problem: string): void {
  if (new Set(values).size < values.length) {
    throw new DeclarationError(`defineBoundedContext("${context}") ${problem}.`);
  }
}
