/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as abandon from "../abandon.js";
import type * as app from "../app.js";
import type * as applyNextPage from "../applyNextPage.js";
import type * as applyTail from "../applyTail.js";
import type * as asideKeys from "../asideKeys.js";
import type * as audits from "../audits.js";
import type * as backoff from "../backoff.js";
import type * as beginGeneration from "../beginGeneration.js";
import type * as claim from "../claim.js";
import type * as claimPage from "../claimPage.js";
import type * as compareNext from "../compareNext.js";
import type * as compareRows from "../compareRows.js";
import type * as consumerStatuses from "../consumerStatuses.js";
import type * as countEvents from "../countEvents.js";
import type * as countLetters from "../countLetters.js";
import type * as crons from "../crons.js";
import type * as cursors from "../cursors.js";
import type * as cutOver from "../cutOver.js";
import type * as deadLetters from "../deadLetters.js";
import type * as dispatch from "../dispatch.js";
import type * as dropRows from "../dropRows.js";
import type * as due from "../due.js";
import type * as editLetter from "../editLetter.js";
import type * as errors from "../errors.js";
import type * as failure from "../failure.js";
import type * as findEvents from "../findEvents.js";
import type * as findLetters from "../findLetters.js";
import type * as findWork from "../findWork.js";
import type * as foldUpTo from "../foldUpTo.js";
import type * as followLive from "../followLive.js";
import type * as forgetLetters from "../forgetLetters.js";
import type * as generations from "../generations.js";
import type * as handOver from "../handOver.js";
import type * as history from "../history.js";
import type * as isHeldUp from "../isHeldUp.js";
import type * as letterFields from "../letterFields.js";
import type * as letterFilter from "../letterFilter.js";
import type * as letterKeys from "../letterKeys.js";
import type * as letters from "../letters.js";
import type * as lib from "../lib.js";
import type * as loops from "../loops.js";
import type * as operateLetters from "../operateLetters.js";
import type * as operateRebuild from "../operateRebuild.js";
import type * as page from "../page.js";
import type * as pageFailed from "../pageFailed.js";
import type * as pageInput from "../pageInput.js";
import type * as pauseProjection from "../pauseProjection.js";
import type * as prepare from "../prepare.js";
import type * as putAside from "../putAside.js";
import type * as putNextAside from "../putNextAside.js";
import type * as rebuildFields from "../rebuildFields.js";
import type * as rebuildStatus from "../rebuildStatus.js";
import type * as rebuilds from "../rebuilds.js";
import type * as reconcile from "../reconcile.js";
import type * as safetyNet from "../safetyNet.js";
import type * as servedCursors from "../servedCursors.js";
import type * as shared from "../shared.js";
import type * as staleReads from "../staleReads.js";
import type * as startRebuild from "../startRebuild.js";
import type * as status from "../status.js";
import type * as suspend from "../suspend.js";
import type * as tryLetter from "../tryLetter.js";
import type * as tryLetters from "../tryLetters.js";
import type * as upstream from "../upstream.js";
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
  abandon: typeof abandon;
  app: typeof app;
  applyNextPage: typeof applyNextPage;
  applyTail: typeof applyTail;
  asideKeys: typeof asideKeys;
  audits: typeof audits;
  backoff: typeof backoff;
  beginGeneration: typeof beginGeneration;
  claim: typeof claim;
  claimPage: typeof claimPage;
  compareNext: typeof compareNext;
  compareRows: typeof compareRows;
  consumerStatuses: typeof consumerStatuses;
  countEvents: typeof countEvents;
  countLetters: typeof countLetters;
  crons: typeof crons;
  cursors: typeof cursors;
  cutOver: typeof cutOver;
  deadLetters: typeof deadLetters;
  dispatch: typeof dispatch;
  dropRows: typeof dropRows;
  due: typeof due;
  editLetter: typeof editLetter;
  errors: typeof errors;
  failure: typeof failure;
  findEvents: typeof findEvents;
  findLetters: typeof findLetters;
  findWork: typeof findWork;
  foldUpTo: typeof foldUpTo;
  followLive: typeof followLive;
  forgetLetters: typeof forgetLetters;
  generations: typeof generations;
  handOver: typeof handOver;
  history: typeof history;
  isHeldUp: typeof isHeldUp;
  letterFields: typeof letterFields;
  letterFilter: typeof letterFilter;
  letterKeys: typeof letterKeys;
  letters: typeof letters;
  lib: typeof lib;
  loops: typeof loops;
  operateLetters: typeof operateLetters;
  operateRebuild: typeof operateRebuild;
  page: typeof page;
  pageFailed: typeof pageFailed;
  pageInput: typeof pageInput;
  pauseProjection: typeof pauseProjection;
  prepare: typeof prepare;
  putAside: typeof putAside;
  putNextAside: typeof putNextAside;
  rebuildFields: typeof rebuildFields;
  rebuildStatus: typeof rebuildStatus;
  rebuilds: typeof rebuilds;
  reconcile: typeof reconcile;
  safetyNet: typeof safetyNet;
  servedCursors: typeof servedCursors;
  shared: typeof shared;
  staleReads: typeof staleReads;
  startRebuild: typeof startRebuild;
  status: typeof status;
  suspend: typeof suspend;
  tryLetter: typeof tryLetter;
  tryLetters: typeof tryLetters;
  upstream: typeof upstream;
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
