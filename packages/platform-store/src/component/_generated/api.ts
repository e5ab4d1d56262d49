/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as append from "../append.js";
import type * as bucketOf from "../bucketOf.js";
import type * as checkAppend from "../checkAppend.js";
import type * as checkEvent from "../checkEvent.js";
import type * as checkId from "../checkId.js";
import type * as checkNumber from "../checkNumber.js";
import type * as errors from "../errors.js";
import type * as eventIdOf from "../eventIdOf.js";
import type * as expectation from "../expectation.js";
import type * as fieldPath from "../fieldPath.js";
import type * as findOversize from "../findOversize.js";
import type * as head from "../head.js";
import type * as joinKey from "../joinKey.js";
import type * as lib from "../lib.js";
import type * as limits from "../limits.js";
import type * as planStream from "../planStream.js";
import type * as readLog from "../readLog.js";
import type * as readPage from "../readPage.js";
import type * as readStream from "../readStream.js";
import type * as refuseExistingIds from "../refuseExistingIds.js";
import type * as shared from "../shared.js";
import type * as toStorable from "../toStorable.js";
import type * as writeStream from "../writeStream.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  append: typeof append;
  bucketOf: typeof bucketOf;
  checkAppend: typeof checkAppend;
  checkEvent: typeof checkEvent;
  checkId: typeof checkId;
  checkNumber: typeof checkNumber;
  errors: typeof errors;
  eventIdOf: typeof eventIdOf;
  expectation: typeof expectation;
  fieldPath: typeof fieldPath;
  findOversize: typeof findOversize;
  head: typeof head;
  joinKey: typeof joinKey;
  lib: typeof lib;
  limits: typeof limits;
  planStream: typeof planStream;
  readLog: typeof readLog;
  readPage: typeof readPage;
  readStream: typeof readStream;
  refuseExistingIds: typeof refuseExistingIds;
  shared: typeof shared;
  toStorable: typeof toStorable;
  writeStream: typeof writeStream;
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
