import { narrowCursor } from "@convex-es/platform-store/log";
import type { GenericQueryCtx } from "convex/server";
import type { NewEvents } from "../component/findEvents.js";
import { scanLog } from "../upcast/scanLog.js";
import type { AnyDataModel } from "../untypedTables.js";
import type { Consumers } from "./Consumers.js";

type Input = { after: string | null; declared: string | null };

/** Tells the dispatcher what has been appended after its cursor, and which read models handle some of it. No handler runs. */
export async function findEvents(
  ctx: GenericQueryCtx<AnyDataModel>,
  consumers: Consumers,
  { after, declared }: Input,
): Promise<NewEvents> {
  const { types, scanned, cursor } = await scanLog(ctx, consumers.stores.all, after);
  const matched = consumers.all.filter(({ source }) =>
    types.some((type) => source.storedTypes.has(type)),
  );
  const { hash } = consumers;
  return {
    scanned,
    cursor,
    matched: matched.map(({ projection }) => projection.name),
    upTo: consumers.all.map(({ projection, source }) => ({
      projection: projection.name,
      upTo: narrowCursor(
        cursor,
        source.stores.map(({ name }) => name),
      ),
    })),
    hash,
    declarations: declared === hash ? null : consumers.declarations,
  };
}
