import type { GenericQueryCtx } from "convex/server";
import { dropRows } from "../asyncDelivery/dropRows.js";
import { readJoined } from "../asyncDelivery/readJoined.js";
import { isKeptInline, serveGeneration, serveScope } from "../asyncDelivery/serveGeneration.js";
import type { AnyDataModel, MutationContext } from "../base/untypedTables.js";
import { runNestedBatch, type BatchRunner } from "../commands/batch/batchesOf.js";
import type { Consumers } from "../consumers/Consumers.js";
import { describing } from "../consumers/describeFailure.js";
import { fallAsleep } from "../consumers/fallAsleep.js";
import { findEvents } from "../consumers/findEvents.js";
import { nextEvent } from "../consumers/nextEvent.js";
import { consumerKinds, runnerFor, type KindsApp } from "./consumerKinds.js";
import type { OperationTable } from "../contract/operations.js";
import { progressOf } from "../readSide/Progress.js";
import type { Logger } from "../logging/createLogger.js";
import { loggingLetter, loggingPage } from "./loggingFailures.js";
import { compareRows } from "../rebuilds/compareRows.js";
import { countEvents } from "../rebuilds/countEvents.js";
import { foldScope } from "../rebuilds/foldScope.js";

/** The operations of the app's runtime: all that the contract declares, and no other. */
export type RuntimeOperations = {
  query: OperationTable<"query", GenericQueryCtx<AnyDataModel>>;
  mutation: OperationTable<"mutation", MutationContext>;
};

/** The consumers of an app, and what each kind of them needs. */
type ConsumerApp = KindsApp & { consumers: Consumers; log: Logger };

/** Makes the operations of an app. Those that run handlers describe what those throw. */
export function operationsOf(app: ConsumerApp, batches: BatchRunner): RuntimeOperations {
  const side = { readModels: app.readModels, progress: progressOf(app.core) };
  return {
    query: {
      findEvents: (ctx, input) => findEvents(ctx, app.consumers, input),
      countEvents: (ctx, input) => countEvents(ctx, app.consumers, input),
      compareRows: (ctx, input) => compareRows(ctx, { ...side, core: app.core }, input),
      readJoined: (ctx, input) => readJoined(ctx, side, input),
      nextEvent: describing((ctx, input) => nextEvent(ctx, app, input)),
    },
    mutation: {
      applyPage: describing(
        loggingPage(app.log, (ctx: MutationContext, input) =>
          consumerKinds[input.kind].applyPage(ctx, app, input),
        ),
      ),
      applyLetter: describing(
        loggingLetter(app.log, (ctx: MutationContext, input) =>
          consumerKinds[input.kind].applyLetter(ctx, app, input),
        ),
      ),
      foldScope: describing((ctx, input) => foldScope(ctx, app, input)),
      serveGeneration,
      isKeptInline: (ctx, input) => isKeptInline(ctx, app.readModels, input),
      serveScope,
      dropRows,
      fallAsleep: (ctx, input) => fallAsleep(ctx, app.consumers, input),
      fireTimers: describing((ctx, input) => runnerFor(app, input).fireTimers(ctx, app, input)),
      batch: (ctx, input) => runNestedBatch(ctx, batches, input),
    },
  };
}
