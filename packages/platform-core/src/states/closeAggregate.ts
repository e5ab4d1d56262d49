import type { Closing } from "@convex-es/platform-store";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { ReadScope } from "../wiring/tenantOf.js";
import { notFound, staleVersion } from "./repository.js";
import type { StateSource, StateWriter } from "./StateSource.js";

/** Which aggregate to close, and why. */
export type CloseOptions = ReadScope & {
  id: string;
  /** Why, for people: every later command is told. */
  reason: string;
  /** Who closes it, as it is audited; needed where nobody is signed in. */
  by?: string | undefined;
  /** The version the aggregate must have; any other throws STALE_VERSION. */
  expectedVersion?: number | undefined;
};

/** How an aggregate was closed: now, or already before, with the first reason and time. */
export type Closed = Closing & { status: "closed" | "alreadyClosed"; version: number };

/** Closes the stream of an aggregate for good. */
export async function closeAggregate(
  ctx: StateWriter,
  { storeOf, tenantOf, callerOf }: StateSource,
  {
    aggregate,
    id,
    reason,
    by,
    expectedVersion,
    ...scope
  }: CloseOptions & { aggregate: AnyAggregate },
): Promise<Closed> {
  const store = storeOf(aggregate);
  const tenant = await tenantOf(ctx, scope);
  const result = await store.closeStream(ctx, {
    tenant,
    streamType: aggregate.name,
    streamId: id,
    reason,
    actor: by ?? (await callerOf(ctx)),
    ...(expectedVersion !== undefined && { expected: expectedVersion }),
  });
  if (result.status !== "conflict") {
    const { status, version, closedAt } = result;
    return { status, version, reason: result.reason, closedAt };
  }
  const actual = result.conflicts[0]?.version ?? 0;
  if (actual === 0) throw notFound(aggregate, id);
  throw staleVersion(aggregate, id, { actual, expected: expectedVersion ?? actual });
}
