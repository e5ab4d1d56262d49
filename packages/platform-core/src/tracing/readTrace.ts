import type { CorrelationPage } from "@convex-es/platform-bus";
import type { EventStore, LogPage } from "@convex-es/platform-store";
import type { GenericQueryCtx } from "convex/server";
import type { Runtime } from "../commands/Call.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { TracePage } from "./Trace.js";
import { traceCursor, tracePlace } from "./traceCursor.js";
import { traceTree } from "./traceTree.js";

/** What reading a trace needs of a query's or mutation's context. */
export type TraceContext = Pick<GenericQueryCtx<AnyDataModel>, "auth" | "runQuery">;

/** Which correlation, and which page of it. */
export type TraceQuery = {
  correlationId: string;
  /** The cursor of the page before; `null` or none for the first one. */
  cursor?: string | null | undefined;
  /** Most commands, and most events of each store, of a page (default 50, at most 100). */
  limit?: number | undefined;
};

/** One page of a tenant's correlation: its commands and the events of all stores. Two calls of each store. */
export async function readTrace(
  ctx: TraceContext,
  { records, stores }: Runtime,
  { tenant, correlationId, cursor = null, limit = 50 }: TraceQuery & { tenant: string },
): Promise<TracePage> {
  const place = tracePlace(cursor);
  const size = Math.min(Math.max(Math.floor(limit) || 1, 1), 100);
  const scope = { tenant, correlationId, limit: size };
  const listed: [string, CorrelationPage][] = [];
  for (const { name, bus } of records.places) {
    const from = place.commands[name] ?? null;
    listed.push([name, await bus.listByCorrelation(ctx, { ...scope, cursor: from })]);
  }
  const pages: [EventStore, LogPage][] = [];
  for (const store of stores.all) {
    const after = place.stores[store.name];
    pages.push([store, await store.readCorrelation(ctx, { ...scope, after })]);
  }
  const read = pages.map(([store, page]) => [store.name, page.cursor] as const);
  const commands = listed.flatMap(([name, { cursor: to }]) =>
    to === null ? [] : [[name, to] as const],
  );
  const events = pages.flatMap(([, page]) => page.events);
  return {
    roots: traceTree(inOrder(listed.map(([, page]) => page)), events),
    cursor: traceCursor({
      commands: Object.fromEntries(commands),
      stores: Object.fromEntries(read),
    }),
    isDone: [...listed, ...pages].every(([, { isDone }]) => isDone),
  };
}

const inOrder = (pages: readonly CorrelationPage[]): CorrelationPage["commands"] =>
  pages
    .flatMap(({ commands }) => commands)
    .toSorted((a, b) =>
      a.committedAt < b.committedAt ? -1 : Number(a.committedAt > b.committedAt),
    );
