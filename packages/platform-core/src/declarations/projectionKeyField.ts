import { trusted } from "../contract/boundary.js";
import type { GenericValidator } from "convex/values";
import type { EventCatalog } from "./defineEvents.js";
import { DeclarationError } from "../base/infrastructureError.js";

type KeyDeclaration = {
  /** As messages name it: `defineProjection("orders")`. */
  declaration: string;
  key: unknown;
  events: EventCatalog;
  handles: readonly string[];
};

/** The payload field that names the rows or instances, `null` where a function does; throws for whatever else, naming every event it fails for. */
export function keyFieldOf({ declaration, key, events, handles }: KeyDeclaration): string | null {
  if (typeof key === "function") return null;
  const advice = "the key must be a string field of every event it handles, or a function";
  if (typeof key !== "string" || key === "") {
    throw new DeclarationError(`${declaration}: ${advice}.`);
  }
  const problems = handles.flatMap((type) => {
    const problem = keyFieldProblem(fieldOf(events, type, key));
    return problem === null ? [] : [`${type}.${key}: ${problem}`];
  });
  if (problems.length === 0) return key;
  throw new DeclarationError(`${declaration}: ${advice}; ${problems.join("; ")}.`);
}

function fieldOf(events: EventCatalog, type: string, field: string): GenericValidator | undefined {
  const fields = events[type]?.validator.fields ?? {};
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

function keyFieldProblem(validator: GenericValidator | undefined): string | null {
  if (validator === undefined) return "it has no such field";
  if (validator.isOptional === "optional") return "it is optional";
  if (validator.kind === "union")
    return firstProblem(trusted<GenericValidator[]>(validator.members));
  if (validator.kind === "null") return "it may be null";
  if (validator.kind === "literal" && validator.value === "") return "it may be empty";
  const isText = validator.kind === "literal" && typeof validator.value === "string";
  if (isText || validator.kind === "string" || validator.kind === "id") return null;
  return `its type is ${validator.kind}, not string`;
}

const firstProblem = (members: readonly GenericValidator[]): string | null =>
  members.map(keyFieldProblem).find((problem) => problem !== null) ?? null;
