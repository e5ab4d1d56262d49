import {
  getFunctionAddress,
  type FunctionArgs,
  type FunctionReference,
  type FunctionReturnType,
  type GenericDataModel,
  type GenericMutationCtx,
} from "convex/server";
import { CommandBus } from "@convex-es/platform-bus";
import type { ComponentApi } from "../component/_generated/component.js";
import type { Audit } from "../contract/audits.js";
import type { CommitResult, Decision, OpenArgs, Opened } from "../contract/commands.js";
import { asMutable, referenceIn, runQuery, type RunQueryCtx } from "../contract/boundary.js";
import type { EventKey, StreamKey } from "../contract/events.js";
import type { Limits } from "../contract/limits.js";
import type { LogFilter as StoredFilter } from "../contract/log.js";
import { beginning } from "../contract/logPlaces.js";
import type {
  CloseResult,
  CloseStreamArgs,
  ListStreamsArgs,
  Loaded,
  PutStateArgs,
  PutStateResult,
  ReadStreamArgs,
  StreamList,
} from "../contract/streams.js";
import {
  appendArguments,
  appendOutcome,
  conflicted,
  type AppendArgs,
  type AppendOutcome,
  type Conflicted,
} from "./append.js";
import type { StorePlace } from "./logCursors.js";
import {
  logPage,
  pageArguments,
  placed,
  placedAll,
  type LogFilter,
  type LogPage,
  type PageArgs,
  type RecordedEvent,
  type Stale,
} from "./logPages.js";

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
  /** The records of the commands that wrote to this store, as the component `commandBus` keeps them by itself. */
  readonly commands: CommandBus;
  readonly #lib: ComponentApi["lib"];
  readonly #commands: ComponentApi["commands"];

  constructor(component: ComponentApi, options: { name?: string; limits?: Partial<Limits> } = {}) {
    this.#lib = component.lib;
    this.#commands = component.commands;
    this.commands = new CommandBus(component);
    this.name = options.name ?? mountedName(component);
    this.limits = options.limits ?? {};
  }

  /**
   * Appends to one or several streams, all or nothing. It returns every result that a caller may expect: an expectation that
   * fails, a closed stream, a repeat (`duplicate`) or misuse of an idempotency key or event id; it throws for invalid arguments.
   * Costs one head read per stream that exists, however long the stream and however large the store.
   */
  async append(ctx: RunMutationCtx, args: AppendArgs): Promise<AppendOutcome> {
    const checked = appendArguments(args, this.limits);
    return appendOutcome(await ctx.runMutation(this.#lib.append, checked), this.name);
  }

  /**
   * Begins a command: settles its attempt, as `commands.settle` does, and for a new one loads the head of its stream, all in one
   * call. Decide, then `commit` in the same mutation. Reads at most two documents, one for a repeat.
   */
  async open(ctx: RunMutationCtx, args: OpenArgs): Promise<Opened> {
    return await ctx.runMutation(this.#commands.open, args);
  }

  /**
   * Ends commands, in the order in which they were decided, all or none: writes their events and states, and records how each
   * ended under its id. Returns `changed` and writes nothing when the stream of one is no longer as it was decided upon: decide
   * again. One head read and one write per stream, however many commands it has.
   */
  async commit(ctx: RunMutationCtx, commands: Decision[]): Promise<CommitResult> {
    const { name: store, limits } = this;
    return await ctx.runMutation(this.#commands.commit, { store, commands, limits });
  }

  /**
   * Closes a stream for good: every later append returns `closed`, its id is never free again, its history and state stay readable.
   * The closing is audited. A stream without events, or at another version than `expected`, is a conflict; a second closing changes
   * nothing and returns `alreadyClosed`.
   */
  async closeStream(
    ctx: RunMutationCtx,
    args: Omit<CloseStreamArgs, "limits">,
  ): Promise<CloseOutcome> {
    const result = await ctx.runMutation(this.#lib.closeStream, { ...args, limits: this.limits });
    return result.status === "conflict" ? conflicted(result, this.name) : result;
  }

  /** A stream's version and state, and `closed` when it is closed; `null` for a stream without events; one document read. */
  async loadState(ctx: RunQueryCtx, stream: StreamKey): Promise<Loaded | null> {
    return await ctx.runQuery(this.#lib.loadState, stream);
  }

  /** As `loadState`, of several streams at once, in their order: one call, one document of each. */
  async loadStates(ctx: RunQueryCtx, streams: StreamKey[]): Promise<(Loaded | null)[]> {
    return await ctx.runQuery(this.#commands.loadStates, { streams });
  }

  /**
   * A page of a stream from version `from` to `to`, both included, in either direction, up to the commit time `until`; continue at `next`.
   * A page holds at most 1,000 events and 4 MiB, and costs one document more than it holds.
   */
  async readStream(
    ctx: RunQueryCtx,
    { useStaleSnapshot, ...args }: ReadStreamArgs & Stale,
  ): Promise<{ events: RecordedEvent[]; next: number | null; isDone: boolean }> {
    const page = await read(ctx, this.#lib.readStream, { args, stale: { useStaleSnapshot } });
    return { ...page, events: placedAll(page.events, this.name) };
  }

  /**
   * A page of the log in commit order, of the events that pass the filter; go on `after` its cursor, or after the position of an event.
   * It reads at most `pageBudget`, so a page may be short or even empty before the end; `isDone` tells the end. A reader that goes
   * on from the last cursor misses nothing and sees nothing twice: no event ever appears before one that was visible.
   */
  async readLog(ctx: RunQueryCtx, args: LogFilter & PageArgs): Promise<LogPage> {
    const page = pageArguments(asMutable<StoredFilter & PageArgs>(args), this.name);
    return logPage(await read(ctx, this.#lib.readLog, { args: page, stale: args }), this.name);
  }

  /** How many events the next page of the log holds, of which stored types, and how far it goes; no payload leaves the store. */
  async scanLog(
    ctx: RunQueryCtx,
    args: PageArgs,
  ): Promise<{ events: number; types: string[]; end: StorePlace; isDone: boolean }> {
    const page = pageArguments(args, this.name);
    const { end, ...scan } = await read(ctx, this.#lib.scanLog, { args: page, stale: args });
    return { ...scan, end: { store: this.name, place: end ?? beginning } };
  }

  /** The place behind the newest event; one document read. */
  async logEnd(ctx: RunQueryCtx, stale: Stale = {}): Promise<StorePlace> {
    const place = await read(ctx, this.#lib.logEnd, { args: {}, stale });
    return { store: this.name, place: place ?? beginning };
  }

  /** The event with an id, derived or given by its caller; `null` when the tenant has none with it; one document read. */
  async readEvent(
    ctx: RunQueryCtx,
    { tenant, id, ...stale }: EventKey & Stale,
  ): Promise<RecordedEvent | null> {
    const event = await read(ctx, this.#lib.readEvent, { args: { tenant, id }, stale });
    return event && placed(event, this.name);
  }

  /** A page of all events with one correlation id, in commit order; reads one document more than it returns. */
  async readCorrelation(
    ctx: RunQueryCtx,
    args: { tenant: string; correlationId: string } & PageArgs,
  ): Promise<LogPage> {
    const page = pageArguments(args, this.name);
    return logPage(
      await read(ctx, this.#lib.readCorrelation, { args: page, stale: args }),
      this.name,
    );
  }

  /** A page of the events that one command or event caused directly, in commit order; reads one document more than it returns. */
  async readCausation(
    ctx: RunQueryCtx,
    args: { tenant: string; causationId: string } & PageArgs,
  ): Promise<LogPage> {
    const page = pageArguments(args, this.name);
    return logPage(
      await read(ctx, this.#lib.readCausation, { args: page, stale: args }),
      this.name,
    );
  }

  /** The latest refused repeats and closings of a tenant, newest first, at most 200. */
  async listAudits(ctx: RunQueryCtx, args: { tenant: string; limit: number }): Promise<Audit[]> {
    return await ctx.runQuery(this.#lib.listAudits, args);
  }

  /**
   * Replaces the state of a stream that is at exactly `version`, without an event: call it to repair a state that differs from the
   * fold of the events. At any other version it writes nothing and returns `conflict` with the stream's version (0 without events).
   */
  async putState(ctx: RunMutationCtx, args: Omit<PutStateArgs, "limits">): Promise<PutStateResult> {
    return await ctx.runMutation(this.#lib.putState, { ...args, limits: this.limits });
  }

  /** A page of a tenant's streams of one type, by id, after the id `after`, at most 1,000 and 4 MiB, with versions and states. */
  async listStreams(ctx: RunQueryCtx, args: ListStreamsArgs): Promise<StreamList> {
    return await ctx.runQuery(this.#lib.listStreams, args);
  }
}

// The name under which the app mounted a component, read from its reference; `eventStore` for a reference without one.
function mountedName(component: ComponentApi): string {
  const reference = referenceIn(getFunctionAddress(component.lib.append));
  const [root, kind, name] = reference?.split("/") ?? [];
  return root === "_reference" && kind === "childComponent" && name ? name : "eventStore";
}

function read<Query extends FunctionReference<"query", "internal">>(
  ctx: RunQueryCtx,
  query: Query,
  { args, stale: { useStaleSnapshot = false } }: { args: FunctionArgs<Query>; stale: Stale },
): Promise<FunctionReturnType<Query>> {
  return runQuery(ctx, query, { args, useStaleSnapshot });
}
