import type { UserIdentity } from "convex/server";

type Call = (reference: unknown, args: unknown) => Promise<unknown>;

/** The parts of the engine's `ctx` that a function in a realm reaches through syscalls. */
export type HostContext = {
  readonly auth: { getUserIdentity(): Promise<UserIdentity | null> };
  /** In actions each call is a separate transaction or action. */
  readonly runQuery: Call;
  readonly runMutation: Call;
  readonly runAction?: Call;
};
