import { narrowCursor, scanLogs } from "@convex-es/platform-store/log";
import type { GenericQueryCtx } from "convex/server";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { Consumers } from "./Consumers.js";
import type { NewEvents, InputOf } from "../contract/operations.js";

/** How many stored events of each store the dispatcher looks at in one query. */
const eventsPerScan = 500;

/** Tells the dispatcher what has been appended after its cursor, and which consumers handle some of it. No handler runs. */
export async function findEvents(
  ctx: GenericQueryCtx<AnyDataModel>,
  consumers: Consumers,
  { after, declared }: InputOf<"findEvents">,
): Promise<NewEvents> {
  const scan = await scanLogs(ctx, consumers.stores.all, { after, limit: eventsPerScan });
  const { types, cursor } = scan;
  const matched = consumers.all.filter(({ source }) =>
    types.some((type) => source.storedTypes.has(type)),
  );
  const { hash } = consumers;
  return {
    scanned: scan.events,
    cursor,
    matched: matched.map(({ name }) => name),
    upTo: consumers.all.map(({ name: consumer, source }) => ({
      consumer,
      upTo: narrowCursor(
        cursor,
        source.stores.map(({ name }) => name),
      ),
    })),
    hash,
    declarations: declared === hash ? null : consumers.declarations,
  };
}
