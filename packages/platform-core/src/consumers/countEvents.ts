import type { GenericQueryCtx } from "convex/server";
import type { CountedPage } from "../component/countEvents.js";
import type { Scope } from "../component/shared.js";
import type { AnyDataModel } from "../untypedTables.js";
import type { Consumers } from "./Consumers.js";
import { readScope } from "./readScope.js";

type Input = { projection: string; version: number; scope: Scope | null; after: string | null };

/** Counts a page of the events of some rows, or of all. Writes nothing. */
export async function countEvents(
  ctx: GenericQueryCtx<AnyDataModel>,
  consumers: Consumers,
  { projection, version, scope, after }: Input,
): Promise<CountedPage> {
  const consumer = consumers.find(projection, version);
  const page = { partition: 0, partitions: 1, after, limit: 1_000, scope, isStale: false };
  const { events, cursor, isDone } = await readScope(ctx, consumer, page);
  return { events: events.length, cursor, isDone };
}
