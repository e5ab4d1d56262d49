import type { GenericDataModel, GenericMutationCtx } from "convex/server";
import type { ComponentApi } from "../component/_generated/component.js";
import type { Audit } from "../contract/auditEntry.js";
import type { CloseResult, CloseStreamArgs } from "../server/closeStream.js";
import type { EventKey } from "../server/findEvent.js";
import type { Loaded } from "../server/head.js";
import type { Limits } from "../contract/limits.js";
import type { ListStreamsArgs, StreamList } from "../server/listStreams.js";
import type { LogFilter as StoredFilter } from "../server/logFilter.js";
import type { PutStateArgs, PutStateResult } from "../server/putState.js";
import type { ReadStreamArgs } from "../server/readStream.js";
import type { StreamKey } from "../contract/shared.js";
import { appendArguments, type AppendArgs } from "./appendArguments.js";
import { conflictedOf, outcomeOf, type AppendOutcome, type Conflicted } from "./AppendOutcome.js";
import {
  logPageOf,
  pageArguments,
  type LogFilter,
  type LogPage,
  type PageArgs,
} from "./logPage.js";
import type { StorePlace } from "./logCursor.js";
import { placed, placedAll, type RecordedEvent } from "./placed.js";
import { readerOf, type RunQueryCtx, type Stale } from "./readerOf.js";
import { beginning } from "./startPlaces.js";
import { storeName } from "./storeName.js";

type RunMutationCtx = Pick<GenericMutationCtx<GenericDataModel>, "runMutation">;
type CloseOutcome = Exclude<CloseResult, { status: "conflict" }> | Conflicted;

/**
 * One mounted event store, for the functions of the app.
 * @example
 * const store = new EventStore(components.eventStore);
 * const result = await store.append(ctx, { tenant: "", streams: [{ streamType: "Order", streamId, expected: "none", events }], metadata });
 */
export class EventStore {
  readonly name: string;
  readonly limits: Partial<Limits>;
  readonly #lib: ComponentApi["lib"];

  constructor(component: ComponentApi, options: { name?: string; limits?: Partial<Limits> } = {}) {
    this.#lib = component.lib;
    this.name = options.name ?? storeName(component);
    this.limits = options.limits ?? {};
  }

  /**
   * Appends to one or several streams, all or nothing. What a caller may expect is returned: an expectation that does not hold, a
   * closed stream, a repeat (`duplicate`) or misuse of an idempotency key or event id; anything invalid is thrown.
   * Costs one head read per later append and none for a new stream, whatever the length of the stream and the size of the store.
   */
  async append(ctx: RunMutationCtx, args: AppendArgs): Promise<AppendOutcome> {
    const checked = appendArguments(args, this.limits);
    return outcomeOf(await ctx.runMutation(this.#lib.append, checked), this.name);
  }

  /**
   * Closes a stream for good: every later append returns `closed`, its id is never free again, its history and state stay readable.
   * Audited; a stream without events, or at another version than `expected`, is a conflict; a second closing changes nothing and says so.
   */
  async closeStream(
    ctx: RunMutationCtx,
    args: Omit<CloseStreamArgs, "limits">,
  ): Promise<CloseOutcome> {
    const result = await ctx.runMutation(this.#lib.closeStream, { ...args, limits: this.limits });
    return result.status === "conflict" ? conflictedOf(result, this.name) : result;
  }

  /** A stream's version and state, and `closed` where it is; `null` for a stream without events; one document read. */
  async loadState(ctx: RunQueryCtx, stream: StreamKey): Promise<Loaded | null> {
    return await ctx.runQuery(this.#lib.loadState, stream);
  }

  /**
   * A page of a stream from version `from` to `to`, both included, in either direction, up to the commit time `until`; continue at `next`.
   * A page holds at most 1,000 events and 4 MiB, and costs only itself.
   */
  async readStream(
    ctx: RunQueryCtx,
    { useStaleSnapshot, ...args }: ReadStreamArgs & Stale,
  ): Promise<{ events: RecordedEvent[]; next: number | null; isDone: boolean }> {
    const page = await readerOf(ctx, { useStaleSnapshot })(this.#lib.readStream, args);
    return { ...page, events: placedAll(page.events, this.name) };
  }

  /**
   * A page of the log in commit order, of the events that pass the filter; go on `after` its cursor, or after the position of an event.
   * It reads at most `pageBudget`, so that it may be short or even empty before the end; `isDone` tells the end. Who goes on from
   * the last cursor misses nothing and sees nothing twice: no event ever appears before one that was visible.
   */
  async readLog(ctx: RunQueryCtx, args: LogFilter & PageArgs): Promise<LogPage> {
    const page = pageArguments(args as StoredFilter & PageArgs, this.name);
    return logPageOf(await readerOf(ctx, args)(this.#lib.readLog, page), this.name);
  }

  /** How many events the next page of the log holds, of which stored types, and how far it goes; no payload leaves the store. */
  async scanLog(
    ctx: RunQueryCtx,
    args: PageArgs,
  ): Promise<{ events: number; types: string[]; end: StorePlace; isDone: boolean }> {
    const page = pageArguments(args, this.name);
    const { end, ...scan } = await readerOf(ctx, args)(this.#lib.scanLog, page);
    return { ...scan, end: { store: this.name, place: end ?? beginning } };
  }

  /** The place behind the newest event; one document read. */
  async logEnd(ctx: RunQueryCtx, stale: Stale = {}): Promise<StorePlace> {
    const place = await readerOf(ctx, stale)(this.#lib.logEnd, {});
    return { store: this.name, place: place ?? beginning };
  }

  /** The event with an id, derived or given by its caller; `null` where the tenant has none; one document read. */
  async readEvent(
    ctx: RunQueryCtx,
    { tenant, id, ...stale }: EventKey & Stale,
  ): Promise<RecordedEvent | null> {
    const event = await readerOf(ctx, stale)(this.#lib.readEvent, { tenant, id });
    return event && placed(event, this.name);
  }

  /** A page of everything that happened under one correlation id, in commit order; reads one document more than it returns. */
  async readCorrelation(
    ctx: RunQueryCtx,
    args: { tenant: string; correlationId: string } & PageArgs,
  ): Promise<LogPage> {
    const page = pageArguments(args, this.name);
    return logPageOf(await readerOf(ctx, args)(this.#lib.readCorrelation, page), this.name);
  }

  /** A page of what one command or event caused directly, in commit order; reads one document more than it returns. */
  async readCausation(
    ctx: RunQueryCtx,
    args: { tenant: string; causationId: string } & PageArgs,
  ): Promise<LogPage> {
    const page = pageArguments(args, this.name);
    return logPageOf(await readerOf(ctx, args)(this.#lib.readCausation, page), this.name);
  }

  /** The latest refused repeats and closings of a tenant, newest first, at most 200. */
  async listAudits(ctx: RunQueryCtx, args: { tenant: string; limit: number }): Promise<Audit[]> {
    return await ctx.runQuery(this.#lib.listAudits, args);
  }

  /**
   * Replaces the state of a stream that is at exactly `version`, without an event: for repairing what a fold of its events says
   * otherwise. At any other version nothing is written, and `conflict` tells the one it has (0: no events).
   */
  async putState(ctx: RunMutationCtx, args: Omit<PutStateArgs, "limits">): Promise<PutStateResult> {
    return await ctx.runMutation(this.#lib.putState, { ...args, limits: this.limits });
  }

  /** A page of a tenant's streams of one type, by id, after the id `after`, at most 1,000 and 4 MiB, with versions and states. */
  async listStreams(ctx: RunQueryCtx, args: ListStreamsArgs): Promise<StreamList> {
    return await ctx.runQuery(this.#lib.listStreams, args);
  }
}
