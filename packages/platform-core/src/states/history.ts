import type { Position } from "@convex-es/platform-base";
import type { EventStore, LogFilter, RecordedEvent } from "@convex-es/platform-store";
import type { GenericDatabaseReader } from "convex/server";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import type { EventCatalog, PayloadOf } from "../declarations/defineEvents.js";
import { chainsOf } from "../declarations/chainsOf.js";
import type { EventChains } from "../declarations/versions/eventChain.js";
import { readLog } from "../upcast/readLog.js";
import { readStream } from "../upcast/readStream.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import type { StateReader, StateSource } from "./StateSource.js";
import type { ReadScope } from "../wiring/tenantOf.js";

/** A stored event as it is read today, with everything that was recorded with it. */
export type ReadEvent<Type extends string = string, Payload = unknown> = Omit<
  RecordedEvent,
  "type" | "payload"
> & { type: Type; payload: Payload };

/** The events of an aggregate as they are read today, told apart by `type`. */
export type ReadEventOf<Events extends EventCatalog> = {
  [Type in keyof Events & string]: ReadEvent<Type, PayloadOf<Events[Type]>>;
}[keyof Events & string];

/** Which events of one aggregate. */
export type HistoryOptions = ReadScope & {
  id: string;
  /** The version to start from; default: the first, backward the last. */
  from?: number | undefined;
  direction?: "forward" | "backward" | undefined;
  /** Most stored events of one page (default 100, at most 1,000). */
  limit?: number | undefined;
};

/** A page of a history; go on `from: next`. */
export type HistoryPage<Event> = { events: Event[]; next: number | null; isDone: boolean };

/** A page of an aggregate's events, every one in its newest version. */
export async function readHistory(
  ctx: StateReader,
  { storeOf, tenantOf }: StateSource,
  { aggregate, id, tenant, open, ...page }: HistoryOptions & { aggregate: AnyAggregate },
): Promise<HistoryPage<ReadEvent>> {
  const store = storeOf(aggregate);
  const { from, direction = "forward", limit = 100 } = page;
  const { events, next, isDone } = await readStream(
    ctx,
    { store, chains: chainsOf(aggregate.events) },
    {
      tenant: await tenantOf(ctx, { tenant, open }),
      streamType: aggregate.name,
      streamId: id,
      direction,
      limit,
      ...(from !== undefined && { from }),
    },
  );
  return { events, next, isDone };
}

/** Which events of the log: those that pass every filter, after a cursor or the position of an event. */
export type ReadLogOptions = ReadScope & {
  /** Event types as they are read today. */
  types?: string[] | undefined;
  categories?: NonNullable<LogFilter["categories"]> | undefined;
  contexts?: string[] | undefined;
  streamTypes?: string[] | undefined;
  /** Tags as they were stored. */
  tags?: NonNullable<LogFilter["tags"]> | undefined;
  after?: string | Position | undefined;
  /** Most stored events of one page (default 100, at most 1,000). */
  limit?: number | undefined;
};

/** A page of the log; hand its cursor to the next read. It may be short, or empty, before the end. */
export type LogPage = { events: ReadEvent[]; cursor: string; isDone: boolean };

/** A query or mutation: the stores are read at one moment. */
export type LogReader = StateReader & { db: GenericDatabaseReader<AnyDataModel> };

/** A page of the log of all stores, every event in its newest version. */
export async function readPlatformLog(
  ctx: LogReader,
  source: { stores: readonly EventStore[]; chains: EventChains; tenantOf: StateSource["tenantOf"] },
  { tenant, open, limit = 100, ...filter }: ReadLogOptions,
): Promise<LogPage> {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const whose = await source.tenantOf(ctx, { tenant, open });
  return await readLog(ctx, source, { ...Object.fromEntries(given), tenant: whose, limit });
}
