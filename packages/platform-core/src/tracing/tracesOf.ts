import type { Runtime } from "../commands/Call.js";
import type { CommandStatus } from "@convex-es/platform-bus";
import type { RegisteredQuery } from "convex/server";
import { commandStatusQuery } from "./commandStatusQuery.js";
import type { MutationContext } from "../base/untypedTables.js";
import { readTrace, type TraceContext, type TraceQuery } from "./readTrace.js";
import type { ReadScope, TenantOf } from "../wiring/tenantOf.js";
import type { TracePage } from "./Trace.js";

/** What a platform tells of commands that were sent. */
export type PlatformTraces = {
  /**
   * A public query that shows a command's status, outcome, events and timing by its id, live, to the one who sent it; to others,
   * and for an id under which nothing was committed, it says `unknown`. One document.
   */
  // Spelled out, not an alias of its own: Convex reads the types off the name RegisteredQuery.
  commandStatus(): RegisteredQuery<"public", { commandId: string }, Promise<CommandStatus>>;
  /**
   * Reads what happened under a correlation id in the caller's tenant as a causal tree, paged: commands and the events of all
   * stores. It tells of every sender: decide who may ask before you offer it to clients. Throws UNAUTHENTICATED where
   * nobody is signed in, unless `tenant` or `open` says whose trace is meant.
   */
  trace(ctx: TraceContext, query: TraceQuery & ReadScope): Promise<TracePage>;
  /**
   * Moves at most 200 of the records that `earlierRecords` names to the stores; call it from a mutation of an operator until
   * `isDone`, then leave `earlierRecords` out. A command is answered all the while, and never executed twice.
   */
  moveRecords(ctx: MutationContext): Promise<{ moved: number; isDone: boolean }>;
};

type TracesHost = { runtime: Runtime; tenantOf: TenantOf };

/** The traces of a platform. */
export const tracesOf = ({ runtime, tenantOf }: TracesHost): PlatformTraces => ({
  commandStatus: () => commandStatusQuery(runtime),
  moveRecords: async (ctx) => await runtime.records.move(ctx),
  trace: async (ctx, { tenant, open, ...query }) =>
    await readTrace(ctx, runtime, { ...query, tenant: await tenantOf(ctx, { tenant, open }) }),
});
