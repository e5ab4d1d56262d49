import { trusted } from "../contract/boundary.js";
import type { AnyCommand } from "./command.js";
import type { AnyAggregate } from "./defineAggregate.js";
import type { AnyProjection } from "./defineProjection.js";
import { processBehaviourOf, type Process } from "./defineProcess.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** A declared bounded context: what `createPlatform` wires together. */
export type BoundedContext<Commands extends Record<string, AnyCommand>> = {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly commands: Commands;
  readonly projections: readonly AnyProjection[];
  /** Its process managers; their keys are their names. */
  readonly processes: Readonly<Record<string, Process>>;
  readonly aggregates: readonly AnyAggregate[];
};

export type AnyContext = BoundedContext<Record<string, AnyCommand>>;

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
    /** Process managers by name; a name is unique among all processes and read models of the app. */
    processes?: Readonly<Record<string, Process>> | undefined;
    /** Version of the context's language, a whole number from 1 on (default 1). */
    version?: number | undefined;
    description?: string | undefined;
  },
): BoundedContext<Commands> {
  assertShape(name, options);
  const { commands, projections = [], processes = {}, version = 1, description = "" } = options;
  const aggregates = [...new Set(Object.values(commands).map(({ aggregate }) => aggregate))];
  const context = { name, version, description, commands, projections, processes, aggregates };
  assertNames(context);
  assertLists(context);
  assertOneEventEach(context);
  return context;
}

// What the compiler cannot see: a circular import leaves a command undefined while modules load.
function assertShape(name: string, options: unknown): void {
  const { commands, projections } = trusted<{ commands?: object; projections?: unknown }>(
    options ?? {},
  );
  const problem = shapeProblem(commands, projections);
  if (problem !== null) throw new DeclarationError(`defineBoundedContext("${name}"): ${problem}.`);
}

function shapeProblem(commands: object | undefined, projections: unknown): string | null {
  if (typeof commands !== "object") return "list its commands as { commands: { createOrder, … } }";
  for (const [command, declared] of Object.entries(commands)) {
    if (declared === undefined)
      return `the command "${command}" is undefined; look for a circular import`;
  }
  if (projections === undefined) return null;
  if (!Array.isArray(projections)) return "list its projections as an array, [orderSummaries, …]";
  return projections.includes(undefined)
    ? "a projection is undefined; look for a circular import"
    : null;
}

function assertNames({ name, version, commands, processes }: AnyContext): void {
  assertCamelCase(name, "context");
  for (const command of Object.keys(commands)) assertCamelCase(command, "command");
  for (const [process, declared] of Object.entries(processes)) {
    assertCamelCase(process, "process");
    processBehaviourOf(declared);
  }
  if (Number.isSafeInteger(version) && version >= 1) return;
  throw new DeclarationError(
    `defineBoundedContext("${name}"): the version must be a whole number from 1 on.`,
  );
}

function assertCamelCase(name: string, what: string): void {
  if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(name)) {
    throw new DeclarationError(
      `defineBoundedContext: "${name}" is not a valid ${what} name; use camelCase.`,
    );
  }
}

function assertLists({ name, commands, projections, aggregates }: AnyContext): void {
  const named = <T extends { name: string }>(things: readonly T[]) => things.map((one) => one.name);
  assertDistinct(name, Object.values(commands), "lists one command twice");
  assertDistinct(name, named(projections), "lists two projections of one name");
  assertDistinct(name, named(aggregates), "has two aggregates of one name");
}

function assertDistinct(context: string, values: readonly unknown[], problem: string): void {
  if (new Set(values).size < values.length) {
    throw new DeclarationError(`defineBoundedContext("${context}") ${problem}.`);
  }
}

// Aggregates may share one declaration of an event, but not one name for two.
function assertOneEventEach({ name, aggregates }: AnyContext): void {
  const known = new Map<string, unknown>();
  for (const [type, definition] of aggregates.flatMap(({ events }) => Object.entries(events))) {
    if ((known.get(type) ?? definition) !== definition) {
      throw new DeclarationError(
        `defineBoundedContext("${name}") declares the event ${type} twice; rename one.`,
      );
    }
    known.set(type, definition);
  }
}
