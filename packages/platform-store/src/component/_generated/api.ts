/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as MergedRows from "../MergedRows.js";
import type * as append from "../append.js";
import type * as appendResult from "../appendResult.js";
import type * as audit from "../audit.js";
import type * as auditEntry from "../auditEntry.js";
import type * as bucketOf from "../bucketOf.js";
import type * as buckets from "../buckets.js";
import type * as checkAppend from "../checkAppend.js";
import type * as checkEvent from "../checkEvent.js";
import type * as checkFits from "../checkFits.js";
import type * as checkId from "../checkId.js";
import type * as checkNumber from "../checkNumber.js";
import type * as closeStream from "../closeStream.js";
import type * as errors from "../errors.js";
import type * as eventIdOf from "../eventIdOf.js";
import type * as expectation from "../expectation.js";
import type * as fieldPath from "../fieldPath.js";
import type * as findEvent from "../findEvent.js";
import type * as findOversize from "../findOversize.js";
import type * as findRepeat from "../findRepeat.js";
import type * as fnv1a from "../fnv1a.js";
import type * as head from "../head.js";
import type * as joinKey from "../joinKey.js";
import type * as keyedAppend from "../keyedAppend.js";
import type * as lib from "../lib.js";
import type * as limits from "../limits.js";
import type * as listStreams from "../listStreams.js";
import type * as logEnd from "../logEnd.js";
import type * as logFilter from "../logFilter.js";
import type * as logPage from "../logPage.js";
import type * as logPlace from "../logPlace.js";
import type * as logSource from "../logSource.js";
import type * as pageBudget from "../pageBudget.js";
import type * as planStream from "../planStream.js";
import type * as putState from "../putState.js";
import type * as readLog from "../readLog.js";
import type * as readPage from "../readPage.js";
import type * as readStream from "../readStream.js";
import type * as readTrace from "../readTrace.js";
import type * as scanLog from "../scanLog.js";
import type * as shared from "../shared.js";
import type * as storedEventOf from "../storedEventOf.js";
import type * as toStorable from "../toStorable.js";
import type * as writeStream from "../writeStream.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  MergedRows: typeof MergedRows;
  append: typeof append;
  appendResult: typeof appendResult;
  audit: typeof audit;
  auditEntry: typeof auditEntry;
  bucketOf: typeof bucketOf;
  buckets: typeof buckets;
  checkAppend: typeof checkAppend;
  checkEvent: typeof checkEvent;
  checkFits: typeof checkFits;
  checkId: typeof checkId;
  checkNumber: typeof checkNumber;
  closeStream: typeof closeStream;
  errors: typeof errors;
  eventIdOf: typeof eventIdOf;
  expectation: typeof expectation;
  fieldPath: typeof fieldPath;
  findEvent: typeof findEvent;
  findOversize: typeof findOversize;
  findRepeat: typeof findRepeat;
  fnv1a: typeof fnv1a;
  head: typeof head;
  joinKey: typeof joinKey;
  keyedAppend: typeof keyedAppend;
  lib: typeof lib;
  limits: typeof limits;
  listStreams: typeof listStreams;
  logEnd: typeof logEnd;
  logFilter: typeof logFilter;
  logPage: typeof logPage;
  logPlace: typeof logPlace;
  logSource: typeof logSource;
  pageBudget: typeof pageBudget;
  planStream: typeof planStream;
  putState: typeof putState;
  readLog: typeof readLog;
  readPage: typeof readPage;
  readStream: typeof readStream;
  readTrace: typeof readTrace;
  scanLog: typeof scanLog;
  shared: typeof shared;
  storedEventOf: typeof storedEventOf;
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
