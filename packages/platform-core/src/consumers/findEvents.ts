import { cursorAt, narrowCursor, scanLogs } from "@convex-es/platform-store/log";
import type { GenericQueryCtx } from "convex/server";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { Consumers } from "./Consumers.js";
import { firstWokenAt } from "./platformState.js";
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
    begin: after === null ? await beginOf(ctx, consumers) : null,
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

/** The place just before the first command that woke the dispatcher; `null` where none has. */
async function beginOf(
  ctx: GenericQueryCtx<AnyDataModel>,
  { stores }: Consumers,
): Promise<string | null> {
  const first = await firstWokenAt(ctx.db);
  const names = stores.all.map(({ name }) => name);
  const [store] = names;
  if (first === null || store === undefined) return null;
  return cursorAt({ commitTs: first - 1n, ordinal: Number.MAX_SAFE_INTEGER, store }, names);
}
