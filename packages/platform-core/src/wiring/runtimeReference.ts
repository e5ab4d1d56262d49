import { trusted } from "../contract/boundary.js";
import { makeFunctionReference, type FunctionReference } from "convex/server";
import { DeclarationError } from "../base/infrastructureError.js";
import type { RuntimeArgs } from "./runtimeFunctions.js";

/** A reference to the runtime's query. */
export type RuntimeQuery = FunctionReference<"query", "internal", RuntimeArgs, unknown>;

/** Refers to the runtime's query by its path, as `runtimeMutation`. */
export const runtimeQuery = (file: string): RuntimeQuery =>
  trusted<RuntimeQuery>(makeFunctionReference<"query", RuntimeArgs>(`${file}:query`));

/** A reference to the runtime's mutation. */
export type RuntimeMutation = FunctionReference<"mutation", "internal", RuntimeArgs, unknown>;

/**
 * Refers to the runtime's mutation by its path, `platform:mutation`: typed references would make the platform's type depend on
 * itself. Made while modules load, so that a deployment in which the file has another name is refused.
 */
export function runtimeMutation(file: string): RuntimeMutation {
  if (!/^[\w$]+(\/[\w$]+)*$/.test(file)) {
    throw new DeclarationError(
      `createPlatform: "${file}" is not a file of the Convex folder; leave out the ending, as in "platform" or "model/platform".`,
    );
  }
  return trusted<RuntimeMutation>(
    makeFunctionReference<"mutation", RuntimeArgs>(`${file}:mutation`),
  );
}
