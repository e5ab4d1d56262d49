import type { ConsumerApp } from "../consumers/ConsumerApp.js";
import { progressOf } from "../readSide/Progress.js";
import type { Operations } from "../wiring/runtimeFunctions.js";
import { applyLetter } from "../letters/applyLetter.js";
import { applyPage } from "../asyncDelivery/applyPage.js";
import { compareRows } from "../rebuilds/compareRows.js";
import { countEvents } from "../rebuilds/countEvents.js";
import { describing } from "../consumers/describeFailure.js";
import { dropRows } from "../asyncDelivery/dropRows.js";
import { findEvents } from "../consumers/findEvents.js";
import { foldScope } from "../rebuilds/foldScope.js";
import { nextEvent } from "../asyncDelivery/nextEvent.js";
import { readStaged } from "../asyncDelivery/readStaged.js";
import { isKept, serve, serveScope } from "../asyncDelivery/serve.js";

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
