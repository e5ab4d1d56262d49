import type { GenericQueryCtx } from "convex/server";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { Consumers } from "../consumers/Consumers.js";
import { countStored } from "../upcast/readStored.js";
import { logArguments } from "../consumers/logArguments.js";
import { readScope } from "./readScope.js";
import { shareOf } from "../consumers/shareOf.js";
import type { CountedPage, InputOf } from "../contract/operations.js";

/** Counts a page of the events of some rows, or of all. Writes nothing. */
export async function countEvents(
  ctx: GenericQueryCtx<AnyDataModel>,
  consumers: Consumers,
  { consumer: name, version, scope, after }: InputOf<"countEvents">,
): Promise<CountedPage> {
  const consumer = consumers.find(name, version);
  const page = { partition: 0, partitions: 1, after, limit: 1_000 };
  if (scope?.key !== undefined) {
    const input = { ...page, scope, isStale: false };
    const { events, cursor, isDone } = await readScope(ctx, consumer, input);
    return { events: events.length, cursor, isDone };
  }
  // Code that never ends must not keep a build from beginning.
  const filter = logArguments(consumer, shareOf(consumer, page), page);
  return await countStored(ctx, consumer.source, {
    ...filter,
    ...(scope && { tenant: scope.tenant }),
  });
}
