import type { EventStore, NewEvent } from "@convex-es/platform-store";
import type { CommandName } from "./commandCases.ts";
import type { Step } from "./stepOf.ts";

/** One type of stream to measure commands on: how to seed it, and which commands it takes. */
export type StreamKind = {
  store: EventStore;
  streamType: string;
  /** The name of the table its events are in, as the recorder knows it. */
  eventTable: string;
  /** The stream of an order or SKU. */
  streamOf: (id: string) => string;
  /** What brings a stream into the state that its seeded twins are given. */
  ready: readonly Step[];
  /** Events of a seeded stream, as its context would have written them. */
  history: (streamId: string, length: number) => NewEvent[];
  commands: readonly CommandName[];
};
