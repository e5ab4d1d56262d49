import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { RuntimeQuery } from "../wiring/runtimeReference.js";
import type { Consumers } from "./Consumers.js";

/** The read models of an app, and the component that keeps them; only inline ones do without. */
export type ConsumerApp = {
  consumers: Consumers;
  core: CoreApi | undefined;
  /** The runtime's query, by which the app asks itself about the moment when a transaction began. */
  query: RuntimeQuery;
};
