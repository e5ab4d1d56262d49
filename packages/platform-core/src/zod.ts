import { zodToConvex, type ConvexValidatorFromZod } from "convex-helpers/server/zod4";
import { safeParse, type $ZodType } from "zod/v4/core";
import { withRefinement } from "./declarations/refinement.js";

/**
 * Takes a zod 4 schema wherever a Convex validator goes (command args, event fields): the Convex validator made of it
 * checks the shape, the schema itself checks the rest, and what it finds is refused as INVALID_INPUT with its path.
 * It only checks: defaults and transformations are not applied. The check of a whole object stays with that object;
 * fields taken out of it with `pick`, `omit` or `extend` keep their own checks only.
 *
 * @example
 * args: { quantity: fromZod(z.number().int().positive()) }
 */
export function fromZod<Schema extends $ZodType>(
  schema: Schema,
): ConvexValidatorFromZod<Schema, "required"> {
  return withRefinement(zodToConvex(schema), (value) => {
    const result = safeParse(schema, value);
    if (result.success) return [];
    return result.error.issues.map(({ path, message }) => ({
      path: path.map(String).join("."),
      message,
    }));
  });
}
