import { toStorable } from "@convex-es/platform-base";
import { validate } from "convex-helpers/validators";
import type { GenericValidator } from "convex/values";
import { infrastructureError, messageOf, type CoreErrorCode } from "./infrastructureError.js";

type CopyFault = { code: CoreErrorCode; what: string };

/** Copies what user code made and checks the copy against its declaration; throws an error with `code` when it does not fit. */
export function checkedCopy(
  value: unknown,
  validator: GenericValidator,
  { code, what }: CopyFault,
): unknown {
  try {
    const storable = toStorable(value, "");
    // Only the throwing form says what is wrong; it makes an error for every union member that is not the one.
    if (!validate(validator, storable)) validate(validator, storable, { throw: true });
    return storable;
  } catch (error) {
    throw infrastructureError(code, `${what} does not fit its declaration: ${messageOf(error)}`);
  }
}
