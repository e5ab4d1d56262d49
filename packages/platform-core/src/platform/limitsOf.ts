import { defaultLimits, resolveLimits, type Limits } from "@convex-es/platform-store";
import { DeclarationError, messageOf } from "../base/infrastructureError.js";

/** All limits of an app: its own, capped at what Convex holds, and the defaults for the rest. */
export function limitsOf(chosen: Partial<Limits> = {}): Limits {
  const unknown = Object.keys(chosen).find((name) => !Object.hasOwn(defaultLimits, name));
  if (unknown !== undefined) {
    throw new DeclarationError(
      `createPlatform: unknown limit "${unknown}"; use ${Object.keys(defaultLimits).join(", ")}.`,
    );
  }
  try {
    return resolveLimits(chosen);
  } catch (error) {
    throw new DeclarationError(`createPlatform: ${messageOf(error)}`);
  }
}
