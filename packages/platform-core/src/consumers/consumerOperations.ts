import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import { progressOf } from "../readSide/Progress.js";
import type { Operations } from "../runtime/runtimeFunctions.js";
import type { RuntimeQuery } from "../runtime/runtimeReference.js";
import { applyLetter } from "./applyLetter.js";
import { applyPage } from "./applyPage.js";
import { compareRows } from "./compareRows.js";
import { countEvents } from "./countEvents.js";
import type { Consumers } from "./Consumers.js";
import { describing } from "./describeFailure.js";
import { dropRows } from "./dropRows.js";
import { findEvents } from "./findEvents.js";
import { foldScope } from "./foldScope.js";
import { nextEvent } from "./nextEvent.js";
import { readStaged } from "./readStaged.js";
import { isKept, serve, serveScope } from "./serve.js";

/** The read models of an app, and the component that keeps them; only inline ones do without. */
export type ConsumerApp = {
  consumers: Consumers;
  core: CoreApi | undefined;
  /** The runtime's query, by which the app asks itself about the moment when a transaction began. */
  query: RuntimeQuery;
};

/** What the component asks of the app through the runtime's functions. */
export function consumerOperations(app: ConsumerApp): Required<Omit<Operations, "action">> {
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
    },
  };
}
