import { AsyncLocalStorage } from "node:async_hooks";
import type { UserTime } from "./UserTime.js";
import type { UserIdentity } from "convex/server";

/** One running function of the app, as the globals of its realm see it. */
export type FunctionScope = {
  readonly kind: "query" | "mutation" | "action";
  /** The time at which a query or mutation started, at which its clock stands still. */
  readonly now: number;
  readonly random: () => number;
  /** Where its console writes, one line per call. */
  readonly log: (line: string) => void;
  readonly host: HostContext;
  /** How long its own code has been running. */
  readonly time: UserTime;
};

const scopes = new AsyncLocalStorage<FunctionScope>();

/** Runs a function in its scope. */
export function inScope<T>(scope: FunctionScope, body: () => T): T {
  return scopes.run(scope, body);
}

/** The function that is running here; undefined while modules are imported. */
export function currentScope(): FunctionScope | undefined {
  return scopes.getStore();
}

type Call = (reference: unknown, args: unknown) => Promise<unknown>;

/** The parts of the engine's `ctx` that a function in a realm reaches through syscalls. */
export type HostContext = {
  readonly auth: { getUserIdentity(): Promise<UserIdentity | null> };
  /** In actions each call is a separate transaction or action. */
  readonly runQuery: Call;
  readonly runMutation: Call;
  readonly runAction?: Call;
};
