import type { StandIn } from "@convex-es/convex-push/standIn";

/** What the commands of one run share. */
export type Session = {
  /** Directory with `packages/` and the app's `convex.json`. */
  readonly root: string;
  readonly standIn: StandIn;
  readonly verbose: boolean;
  readonly signal: AbortSignal;
  /** Prints a line for the person at the terminal. */
  say(line: string): void;
};
