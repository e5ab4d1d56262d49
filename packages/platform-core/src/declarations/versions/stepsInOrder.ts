import { trusted } from "../../contract/boundary.js";
import { DeclarationError } from "../../base/infrastructureError.js";

/**
 * The steps of a declaration by the version they start from, `{ 1: …, 2: … }`, as a list. The newest version is the highest key
 * plus 1; keys that are not 1, 2, … without a gap are a DeclarationError that names `what` and the versions.
 */
export function stepsInOrder<Step>(
  steps: { readonly [version: number]: Step },
  what: string,
): readonly Step[] {
  const keys = Object.keys(steps);
  const missing = keys.map((_key, index) => index + 1).find((version) => !(version in steps));
  if (missing === undefined) return keys.map((_key, index) => trusted<Step>(steps[index + 1]));
  throw new DeclarationError(
    `${what} has steps from ${keys.join(", ")}, but none from ${missing}: there must be one from each version, 1, 2, … without a gap.`,
  );
}
