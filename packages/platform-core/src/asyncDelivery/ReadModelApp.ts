import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { ReadModels } from "../readModels/readModelConsumers.js";
import type { RuntimeQuery } from "../wiring/runtimeReference.js";

/** The read models of an app, and the component that keeps them up to date; inline ones need none. */
export type ReadModelApp = {
  readModels: ReadModels;
  core: CoreApi | undefined;
  /** The runtime's query, through which the app reads what was committed when a mutation began. */
  query: RuntimeQuery;
};
