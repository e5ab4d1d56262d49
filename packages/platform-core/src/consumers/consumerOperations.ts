import type { Operations } from "../runtime/runtimeFunctions.js";
import { applyPage } from "./applyPage.js";
import type { Consumers } from "./Consumers.js";
import { dropRows } from "./dropRows.js";
import { findEvents } from "./findEvents.js";
import { serve } from "./serve.js";

/** What the component asks of the app through the runtime's functions. */
export function consumerOperations(consumers: Consumers): Required<Omit<Operations, "action">> {
  return {
    query: {
      findEvents: (ctx, input) => findEvents(ctx, consumers, input),
    },
    mutation: {
      applyPage: (ctx, input) => applyPage(ctx, consumers, input),
      serve,
      dropRows,
    },
  };
}
