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
import type * as assertDeadline from "../assertDeadline.js";
import type * as assertOutcomeFits from "../assertOutcomeFits.js";
import type * as assertRetention from "../assertRetention.js";
import type * as begin from "../begin.js";
import type * as clampLimit from "../clampLimit.js";
import type * as commandId from "../commandId.js";
import type * as complete from "../complete.js";
import type * as crons from "../crons.js";
import type * as describeCommand from "../describeCommand.js";
import type * as endCommand from "../endCommand.js";
import type * as errors from "../errors.js";
import type * as failAtDeadline from "../failAtDeadline.js";
import type * as find from "../find.js";
import type * as findCommand from "../findCommand.js";
import type * as lib from "../lib.js";
import type * as listByCorrelation from "../listByCorrelation.js";
import type * as listMisuses from "../listMisuses.js";
import type * as pageCursor from "../pageCursor.js";
import type * as purge from "../purge.js";
import type * as record from "../record.js";
import type * as settle from "../settle.js";
import type * as shared from "../shared.js";
import type * as status from "../status.js";
import type * as storedOutcome from "../storedOutcome.js";
import type * as sweep from "../sweep.js";
import type * as takeWithin from "../takeWithin.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  assertAttemptFits: typeof assertAttemptFits;
  assertDeadline: typeof assertDeadline;
  assertOutcomeFits: typeof assertOutcomeFits;
  assertRetention: typeof assertRetention;
  begin: typeof begin;
  clampLimit: typeof clampLimit;
  commandId: typeof commandId;
  complete: typeof complete;
  crons: typeof crons;
  describeCommand: typeof describeCommand;
  endCommand: typeof endCommand;
  errors: typeof errors;
  failAtDeadline: typeof failAtDeadline;
  find: typeof find;
  findCommand: typeof findCommand;
  lib: typeof lib;
  listByCorrelation: typeof listByCorrelation;
  listMisuses: typeof listMisuses;
  pageCursor: typeof pageCursor;
  purge: typeof purge;
  record: typeof record;
  settle: typeof settle;
  shared: typeof shared;
  status: typeof status;
  storedOutcome: typeof storedOutcome;
  sweep: typeof sweep;
  takeWithin: typeof takeWithin;
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
