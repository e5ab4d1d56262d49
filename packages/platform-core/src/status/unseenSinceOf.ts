import type { EventStore } from "@convex-es/platform-store";
import { narrowCursor } from "@convex-es/platform-store/log";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { SnapshotContext } from "../readSide/Progress.js";
import { readFirstStored } from "../upcast/readStored.js";
import { timeOf } from "./lagOf.js";

/**
 * When the oldest event was committed that the dispatcher has not seen, in milliseconds since 1970; `null` for none. For a moment
 * that is usual; for longer, nobody has woken the dispatcher, or its scheduled run is gone.
 */
export async function unseenSinceOf(
  ctx: SnapshotContext,
  core: CoreApi,
  stores: readonly EventStore[],
): Promise<number | null> {
  const seen = await ctx.runQuery(core.status.seenUpTo, {});
  const names = stores.map(({ name }) => name);
  const after = seen === null ? {} : { after: narrowCursor(seen, names) };
  const { stored } = await readFirstStored(ctx, { stores, chains: new Map() }, after);
  return timeOf(stored?.position ?? null);
}
