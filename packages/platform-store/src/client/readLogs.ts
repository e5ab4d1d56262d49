import { storeError } from "../contract/errors.js";
import { pageBudget } from "../contract/pageBudget.js";
import type { EventStore } from "./EventStore.js";
import { decodeCursor, encodeCursor } from "./logCursor.js";
import type { LogFilter, LogPage, PageArgs } from "./logPage.js";
import { mergeLogs, type StorePart } from "./mergeLogs.js";
import type { RunQueryCtx } from "./readerOf.js";
import { startPlaces } from "./startPlaces.js";

// An action has no `db`: each of its reads sees another moment, and several logs would not be one.
type SnapshotCtx = RunQueryCtx & { db: object };

/**
 * A page of several mounted stores in one order: by commit, then ordinal, then name of the store. Costs one call of each store and
 * the budget of one page, shared by all; call it in a query or mutation. Its cursor is good for the same stores, in any order.
 *
 * @example
 * const page = await readLogs(ctx, [orderStore, inventoryStore], { tenant: "", after: cursor, limit: 100 });
 */
export async function readLogs(
  ctx: SnapshotCtx,
  stores: readonly EventStore[],
  { after, ...args }: LogFilter & Omit<PageArgs, "budget">,
): Promise<LogPage> {
  const names = distinctNames(stores);
  const places = startPlaces(after, names);
  const budget = {
    documents: Math.floor(pageBudget.documents / names.length),
    bytes: Math.floor(pageBudget.bytes / names.length),
  };
  const parts: StorePart[] = [];
  for (const store of stores) {
    const start = encodeCursor(places.filter((place) => place.store === store.name));
    const page = await store.readLog(ctx, { ...args, budget, after: start });
    for (const end of decodeCursor(page.cursor, [store.name])) parts.push({ ...page, end });
  }
  return mergeLogs(parts, args.limit);
}

function distinctNames(stores: readonly EventStore[]): string[] {
  const names = [...new Set(stores.map(({ name }) => name))];
  if (names.length === stores.length && names.length > 0) return names;
  const message = "Several logs are read from at least one store, each of a name of its own.";
  throw storeError("STORES_INVALID", message, { path: "stores" });
}
