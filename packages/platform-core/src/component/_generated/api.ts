/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as claims from "../claims.js";
import type * as crons from "../crons.js";
import type * as deadLetters from "../deadLetters.js";
import type * as decisions from "../decisions.js";
import type * as lib from "../lib.js";
import type * as loops from "../loops.js";
import type * as portions from "../portions.js";
import type * as processes from "../processes.js";
import type * as safetyNet from "../safetyNet.js";
import type * as staleReads from "../staleReads.js";
import type * as status from "../status.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  claims: typeof claims;
  crons: typeof crons;
  deadLetters: typeof deadLetters;
  decisions: typeof decisions;
  lib: typeof lib;
  loops: typeof loops;
  portions: typeof portions;
  processes: typeof processes;
  safetyNet: typeof safetyNet;
  staleReads: typeof staleReads;
  status: typeof status;
}> = anyApi as any;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
> = anyApi as any;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
> = anyApi as any;

export const components = componentsGeneric() as unknown as {
  batchWorker: import("@convex-dev/batch-worker/_generated/component.js").ComponentApi<"batchWorker">;
};
