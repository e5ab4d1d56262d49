import type { GenericQueryCtx } from "convex/server";
import { applyPage } from "../asyncDelivery/applyPage.js";
import { dropRows } from "../asyncDelivery/dropRows.js";
import { nextEvent } from "../asyncDelivery/nextEvent.js";
import { readStaged } from "../asyncDelivery/readStaged.js";
import { isKept, serve, serveScope } from "../asyncDelivery/serve.js";
import type { AnyDataModel, MutationContext } from "../base/untypedTables.js";
import { runNestedBatch, type BatchRunner } from "../commands/batch/batchesOf.js";
import type { ConsumerApp } from "../consumers/ConsumerApp.js";
import { describing } from "../consumers/describeFailure.js";
import { findEvents } from "../consumers/findEvents.js";
import type { OperationTable } from "../contract/operations.js";
import { applyLetter } from "../letters/applyLetter.js";
import { progressOf } from "../readSide/Progress.js";
import { compareRows } from "../rebuilds/compareRows.js";
import { countEvents } from "../rebuilds/countEvents.js";
import { foldScope } from "../rebuilds/foldScope.js";

/** The operations of the app's runtime: all that the contract declares, and no other. */
export type RuntimeOperations = {
  query: OperationTable<"query", GenericQueryCtx<AnyDataModel>>;
  mutation: OperationTable<"mutation", MutationContext>;
};

/** Makes the operations of an app. Those that run handlers describe what those throw. */
export function operationsOf(app: ConsumerApp, batches: BatchRunner): RuntimeOperations {
  const side = { consumers: app.consumers, progress: progressOf(app.core) };
  return {
    query: {
      findEvents: (ctx, input) => findEvents(ctx, app.consumers, input),
      countEvents: (ctx, input) => countEvents(ctx, app.consumers, input),
      compareRows: (ctx, input) => compareRows(ctx, side, input),
      readStaged: (ctx, input) => readStaged(ctx, side, input),
      nextEvent: describing((ctx, input) => nextEvent(ctx, app, input)),
    },
    mutation: {
      applyPage: describing((ctx, input) => applyPage(ctx, app, input)),
      applyLetter: describing((ctx, input) => applyLetter(ctx, app, input)),
      foldScope: describing((ctx, input) => foldScope(ctx, app, input)),
      serve,
      isKept: (ctx, input) => isKept(ctx, app.consumers, input),
      serveScope,
      dropRows,
      batch: (ctx, input) => runNestedBatch(ctx, batches, input),
    },
  };
}
