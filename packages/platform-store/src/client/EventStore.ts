import type { GenericDataModel, GenericMutationCtx, GenericQueryCtx } from "convex/server";
import type { ComponentApi } from "../component/_generated/component.js";
import { storeError } from "../component/errors.js";
import type { Limits } from "../component/limits.js";
import type { ReadLogArgs } from "../component/readLog.js";
import type { ReadStreamArgs } from "../component/readStream.js";
import type {
  AppendArgs,
  Appended,
  Conflict,
  LogPosition,
  State,
  StoredEvent,
  StreamKey,
} from "../component/shared.js";
import { toStorable } from "../component/toStorable.js";
import type { Position } from "./position.js";
import { storeName } from "./storeName.js";

export type RunQueryCtx = Pick<GenericQueryCtx<GenericDataModel>, "runQuery">;
export type RunMutationCtx = Pick<GenericMutationCtx<GenericDataModel>, "runMutation">;

type Placed<T> = Omit<T, "position"> & { position: Position };
/** A stored event, its position complete with the store's name. */
export type RecordedEvent = Placed<StoredEvent>;
/** What an append returns: all of it was written, or nothing. */
export type AppendOutcome =
  | Placed<Appended>
  | { status: "conflict"; conflicts: (Omit<Conflict, "events"> & { events: RecordedEvent[] })[] };

/**
 * One mounted event store, for the functions of the app.
 * @example
 * const store = new EventStore(components.eventStore);
 * const result = await store.append(ctx, { tenant: "", streams: [{ streamType: "Order", streamId, expected: "none", events }], metadata });
 */
export class EventStore {
  readonly name: string;
  readonly limits: Partial<Limits>;
  readonly #component: ComponentApi;

  constructor(component: ComponentApi, options: { name?: string; limits?: Partial<Limits> } = {}) {
    this.#component = component;
    this.name = options.name ?? storeName(component);
    this.limits = options.limits ?? {};
  }

  /**
   * Appends to one or several streams, all or nothing; an expectation that does not hold is returned, anything invalid is thrown.
   * Costs one head read per later append and none for a new stream, whatever the length of the stream and the size of the store.
   */
  async append(ctx: RunMutationCtx, args: Omit<AppendArgs, "limits">): Promise<AppendOutcome> {
    const checked = { ...toStorable(withValues(args), ""), limits: this.limits };
    const result = await ctx.runMutation(this.#component.lib.append, checked);
    if (result.status === "appended") return this.#place(result);
    const conflicts = result.conflicts.map((conflict) => ({
      ...conflict,
      events: conflict.events.map((event) => this.#place(event)),
    }));
    return { status: "conflict", conflicts };
  }

  /** A stream's version and state, `null` for a stream without events; one document read. */
  async loadState(
    ctx: RunQueryCtx,
    stream: StreamKey,
  ): Promise<{ version: number; state: State | null } | null> {
    return await ctx.runQuery(this.#component.lib.loadState, stream);
  }

  /**
   * A page of a stream from version `from` to `to`, both included, in either direction, up to the commit time `until`; continue at `next`.
   * A page holds at most 1,000 events and 4 MiB, and costs only itself.
   */
  async readStream(
    ctx: RunQueryCtx,
    args: ReadStreamArgs,
  ): Promise<{ events: RecordedEvent[]; next: number | null; isDone: boolean }> {
    const page = await ctx.runQuery(this.#component.lib.readStream, args);
    return { ...page, events: page.events.map((event) => this.#place(event)) };
  }

  /**
   * A page of the log after a position, in commit order, of one tenant or of all; a page may end inside a commit, the next goes on there.
   * Who remembers the last position he saw misses nothing: no event ever appears before one that was visible.
   */
  async readLog(
    ctx: RunQueryCtx,
    { after, ...args }: ReadLogArgs,
  ): Promise<{ events: RecordedEvent[]; isDone: boolean }> {
    const cursor = after && { after: { commitTs: after.commitTs, ordinal: after.ordinal } };
    const page = await ctx.runQuery(this.#component.lib.readLog, { ...args, ...cursor });
    return { ...page, events: page.events.map((event) => this.#place(event)) };
  }

  #place<T extends { position: LogPosition }>(thing: T): Placed<T> {
    return { ...thing, position: { ...thing.position, store: this.name } };
  }
}

// A missing value would be dropped on the way and end in an error without a path.
function withValues<T extends Omit<AppendArgs, "limits">>(args: T): T {
  args.streams.forEach(({ events, state }, i) => {
    events.forEach(({ payload }, j) => demand(payload, `streams[${i}].events[${j}].payload`));
    if (state !== undefined) demand(state.value, `streams[${i}].state.value`);
  });
  return args;
}

function demand(value: unknown, path: string): void {
  if (value === undefined) throw storeError("NOT_STORABLE", `${path} is undefined.`, { path });
}
