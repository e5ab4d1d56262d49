import type { GenericValidator } from "convex/values";
import type { InputIssue } from "./outcome.js";

const REFINEMENT = Symbol.for("convex-es.refinement");

/** What a refined validator finds wrong with a value that already has the right shape. */
export type Refine = (value: unknown) => InputIssue[];

/** Attaches a check that a Convex validator cannot express; the validator itself is returned. */
export function withRefinement<Validator extends GenericValidator>(
  validator: Validator,
  refine: Refine,
): Validator {
  return Object.defineProperty(validator, REFINEMENT, { value: refine });
}

/** Gives `target` the refinement of `source`, if it has one. */
export function copyRefinement<Validator extends GenericValidator>(
  source: GenericValidator,
  target: Validator,
): Validator {
  const refine = refinementOf(source);
  return refine === null ? target : withRefinement(target, refine);
}

/** Every issue that the refinements within a validator find in a value of its shape, outermost first. */
export function issuesOf(validator: GenericValidator, value: unknown, path = ""): InputIssue[] {
  if (value === undefined) return [];
  const own = (refinementOf(validator)?.(value) ?? []).map((issue) => ({
    ...issue,
    path: join(path, issue.path),
  }));
  return [...own, ...nested(validator, value, path)];
}

function nested(validator: GenericValidator, value: unknown, path: string): InputIssue[] {
  if (validator.kind === "object") {
    const record = value as Record<string, unknown>;
    return Object.entries(validator.fields as Record<string, GenericValidator>).flatMap(
      ([field, inner]) => issuesOf(inner, record[field], join(path, field)),
    );
  }
  if (validator.kind === "array") {
    const element = validator.element as GenericValidator;
    return (value as unknown[]).flatMap((item, index) =>
      issuesOf(element, item, join(path, String(index))),
    );
  }
  return [];
}

const join = (path: string, rest: string) =>
  path === "" || rest === "" ? path + rest : `${path}.${rest}`;

function refinementOf(validator: GenericValidator): Refine | null {
  return (validator as { [REFINEMENT]?: Refine })[REFINEMENT] ?? null;
}
