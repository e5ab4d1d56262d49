/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as app from "../app.js";
import type * as applyNextPage from "../applyNextPage.js";
import type * as crons from "../crons.js";
import type * as cursors from "../cursors.js";
import type * as cutOver from "../cutOver.js";
import type * as dispatch from "../dispatch.js";
import type * as dropRows from "../dropRows.js";
import type * as errors from "../errors.js";
import type * as findEvents from "../findEvents.js";
import type * as findWork from "../findWork.js";
import type * as generations from "../generations.js";
import type * as lib from "../lib.js";
import type * as loops from "../loops.js";
import type * as reconcile from "../reconcile.js";
import type * as safetyNet from "../safetyNet.js";
import type * as servedCursors from "../servedCursors.js";
import type * as shared from "../shared.js";
import type * as wake from "../wake.js";
import type * as work from "../work.js";
import type * as workerName from "../workerName.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  app: typeof app;
  applyNextPage: typeof applyNextPage;
  crons: typeof crons;
  cursors: typeof cursors;
  cutOver: typeof cutOver;
  dispatch: typeof dispatch;
  dropRows: typeof dropRows;
  errors: typeof errors;
  findEvents: typeof findEvents;
  findWork: typeof findWork;
  generations: typeof generations;
  lib: typeof lib;
  loops: typeof loops;
  reconcile: typeof reconcile;
  safetyNet: typeof safetyNet;
  servedCursors: typeof servedCursors;
  shared: typeof shared;
  wake: typeof wake;
  work: typeof work;
  workerName: typeof workerName;
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
