/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as assertAttemptFits from "../assertAttemptFits.js";
import type * as assertOutcomeFits from "../assertOutcomeFits.js";
import type * as commandId from "../commandId.js";
import type * as errors from "../errors.js";
import type * as find from "../find.js";
import type * as findCommand from "../findCommand.js";
import type * as lib from "../lib.js";
import type * as listMisuses from "../listMisuses.js";
import type * as record from "../record.js";
import type * as settle from "../settle.js";
import type * as shared from "../shared.js";
import type * as storedOutcome from "../storedOutcome.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  assertAttemptFits: typeof assertAttemptFits;
  assertOutcomeFits: typeof assertOutcomeFits;
  commandId: typeof commandId;
  errors: typeof errors;
  find: typeof find;
  findCommand: typeof findCommand;
  lib: typeof lib;
  listMisuses: typeof listMisuses;
  record: typeof record;
  settle: typeof settle;
  shared: typeof shared;
  storedOutcome: typeof storedOutcome;
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

export const components = componentsGeneric() as unknown as {};
