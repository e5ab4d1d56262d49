import { trusted } from "../contract/boundary.js";
import type { CommandHost } from "../declarations/command.js";
import type { Aggregate } from "../declarations/defineAggregate.js";
import { chainsOfAll } from "../declarations/chainsOf.js";
import type { Stores } from "../wiring/Stores.js";
import {
  readHistory,
  readPlatformLog,
  type HistoryOptions,
  type HistoryPage,
  type ReadLogOptions,
  type LogPage,
  type LogReader,
  type ReadEventOf,
} from "./history.js";
import { closeAggregate, type Closed, type CloseOptions } from "./closeAggregate.js";
import { repairState, type Repair, type RepairOptions } from "./repairState.js";
import { repositoryOf, type Repository, type VersionedState } from "./repository.js";
import { stateAt, type Moment } from "./stateAt.js";
import type { StateReader, StateSource, StateWriter } from "./StateSource.js";
import { verifyStates, type Verification, type VerifyOptions } from "./verifyStates.js";

/**
 * What a platform offers on states and events. All of it sees the caller's tenant and throws UNAUTHENTICATED where nobody is signed
 * in, unless `tenant` or `open` says whose data is meant.
 */
export type PlatformStates = {
  /** Reads the current states of an aggregate in queries and mutations: one document each. */
  repository<Host extends CommandHost>(aggregate: Aggregate<Host>): Repository<Host["state"]>;
  /**
   * The state of an aggregate as of a version or commit time, folded from its events; `null` before the first one. Costs a
   * document per event; FOLD_TOO_LONG for more than one transaction folds.
   */
  stateAt<Host extends CommandHost>(
    ctx: StateReader,
    aggregate: Aggregate<Host>,
    at: Moment,
  ): Promise<VersionedState<Host["state"]> | null>;
  /** A page of an aggregate's events, every one in its newest version. Costs the page. */
  history<Host extends CommandHost>(
    ctx: StateReader,
    aggregate: Aggregate<Host>,
    options: HistoryOptions,
  ): Promise<HistoryPage<ReadEventOf<Host["events"]>>>;
  /**
   * A page of the log in commit order, every event in its newest version; of a type that nobody declares, as it was stored.
   * Call it in a query or mutation; it reads a bounded number of documents, whatever the filter.
   */
  readLog(ctx: LogReader, options?: ReadLogOptions): Promise<LogPage>;
  /**
   * One step of rebuilding a state from its events, for what FOLD_TOO_LONG refuses: call it again with the `progress` it
   * returned, each time in a mutation of its own, until it is done. Commands may go on meanwhile.
   */
  repairState<Host extends CommandHost>(
    ctx: StateWriter,
    aggregate: Aggregate<Host>,
    options: RepairOptions,
  ): Promise<Repair>;
  /**
   * Closes an aggregate for good: every later command on it is rejected with STREAM_CLOSED, its id is never free again, its state
   * and history stay readable. The closing is audited. Throws NOT_FOUND for an aggregate without events, STALE_VERSION at another
   * version than expected. Call it in a mutation that only those may call who may close. Two documents read and two written.
   */
  close<Host extends CommandHost>(
    ctx: StateWriter,
    aggregate: Aggregate<Host>,
    options: CloseOptions,
  ): Promise<Closed>;
  /** Compares a page of stored states with fresh folds of their events, and tells the first differences; writes nothing. */
  verifyStates<Host extends CommandHost>(
    ctx: StateReader,
    aggregate: Aggregate<Host>,
    options?: VerifyOptions,
  ): Promise<Verification>;
};

type StatesWiring = { stores: Stores } & Pick<StateSource, "tenantOf" | "callerOf">;

/** Builds what a platform offers on states and events; throws a DeclarationError where two event types of one name meet. */
export function statesOf({ stores, tenantOf, callerOf }: StatesWiring): PlatformStates {
  const catalogs = stores.contexts.flatMap(({ aggregates }) =>
    aggregates.map(({ events }) => events),
  );
  const log = { stores: stores.all, chains: chainsOfAll(catalogs), tenantOf };
  const source: StateSource = {
    storeOf: (aggregate) => stores.holding(aggregate),
    tenantOf,
    callerOf,
  };
  return {
    repository: (aggregate) => repositoryOf(source, aggregate),
    stateAt: async (ctx, aggregate, at) => await stateAt(ctx, source, { ...at, aggregate }),
    history: async (ctx, aggregate, options) =>
      trusted<never>(await readHistory(ctx, source, { ...options, aggregate })),
    readLog: (ctx, options = {}) => readPlatformLog(ctx, log, options),
    repairState: (ctx, aggregate, options) => repairState(ctx, source, { ...options, aggregate }),
    close: (ctx, aggregate, options) => closeAggregate(ctx, source, { ...options, aggregate }),
    verifyStates: (ctx, aggregate, options) => verifyStates(ctx, source, { ...options, aggregate }),
  };
}
