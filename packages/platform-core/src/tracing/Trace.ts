import type { KnownCommand } from "./KnownCommand.js";
import type { Position } from "@convex-es/platform-base";

type Linked = {
  id: string;
  /** What caused it directly: a command, an event, a batch; `null` for what came from outside. */
  causedBy: string | null;
  /** What it caused directly, as far as this page has it, in the order of commits. */
  caused: TraceNode[];
};

/** A command of a correlation. */
export type TracedCommand = Linked & {
  kind: "command";
  /** Context and name, such as `orders.submitOrder`. */
  type: string;
  status: KnownCommand["status"];
  actorId: string;
  timing: KnownCommand["timing"];
};

/** An event of a correlation, without its payload, under the type it was stored as. */
export type TracedEvent = Linked & {
  kind: "event";
  type: string;
  streamType: string;
  streamId: string;
  version: number;
  position: Position;
};

/** What happened under a correlation, with what it caused below it: a command or an event, told apart by `kind`. */
export type TraceNode = TracedCommand | TracedEvent;

/** A page of a correlation. What was caused by something on an earlier page stands at the top, with its `causedBy`. */
export type TracePage = {
  roots: TraceNode[];
  /** Where the next page goes on; later also for what has come since. */
  cursor: string;
  isDone: boolean;
};
