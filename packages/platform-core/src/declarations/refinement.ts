import { validate } from "convex-helpers/validators";
import type { GenericValidator } from "convex/values";
import { hiddenField, trusted } from "../contract/boundary.js";
import type { InputIssue } from "./refusalCodes.js";

const refinement = hiddenField<Refine>("refinement");

/** What a refined validator finds wrong with a value that already has the right shape. */
export type Refine = (value: unknown) => InputIssue[];

/** Attaches a check that a Convex validator cannot express, also to what `v.optional` makes of it; returns the validator. */
export function withRefinement<Validator extends GenericValidator>(
  validator: Validator,
  refine: Refine,
): Validator {
  const plain = trusted<() => GenericValidator>(validator.optional.bind(validator));
  const optional = () => withRefinement(plain(), refine);
  return refinement.put(Object.defineProperty(validator, "optional", { value: optional }), refine);
}

/** Gives `target` the refinement of `source`, if it has one. */
export function copyRefinement<Validator extends GenericValidator>(
  source: GenericValidator,
  target: Validator,
): Validator {
  const refine = refinement.of(source);
  return refine === undefined ? target : withRefinement(target, refine);
}

/** Every issue that the refinements within a validator find in a value of its shape, outermost first. */
export function issuesOf(validator: GenericValidator, value: unknown, path = ""): InputIssue[] {
  if (value === undefined) return [];
  const own = (refinement.of(validator)?.(value) ?? []).map((issue) => ({
    ...issue,
    path: join(path, issue.path),
  }));
  return [...own, ...nested(validator, value, path)];
}

function nested(validator: GenericValidator, value: unknown, path: string): InputIssue[] {
  switch (validator.kind) {
    case "object": {
      const fields = Object.entries(trusted<Record<string, GenericValidator>>(validator.fields));
      const record = trusted<Record<string, unknown>>(value);
      return fields.flatMap(([field, inner]) => issuesOf(inner, record[field], join(path, field)));
    }
    case "array":
      return trusted<unknown[]>(value).flatMap((item, index) =>
        issuesOf(trusted(validator.element), item, join(path, String(index))),
      );
    case "record":
      return Object.entries(trusted<object>(value)).flatMap(([key, item]) =>
        issuesOf(trusted(validator.value), item, join(path, key)),
      );
    case "union":
      return leastIssues(trusted(validator.members), value, path);
    default:
      return [];
  }
}

// One member that has the value's shape and nothing against it is enough.
function leastIssues(members: GenericValidator[], value: unknown, path: string): InputIssue[] {
  const fitting = members.filter((member) => validate(member, value));
  const found = fitting.map((member) => issuesOf(member, value, path));
  return found.find((issues) => issues.length === 0) ?? found[0] ?? [];
}

const join = (path: string, rest: string) =>
  path === "" || rest === "" ? path + rest : `${path}.${rest}`;
