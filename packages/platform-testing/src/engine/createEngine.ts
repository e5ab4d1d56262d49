import { trusted } from "../boundary.js";
import { convexTest, type TestConvex } from "convex-test";
import { installCommitClock } from "./frame/commitClock.js";
import { findConflicts, type Conflict } from "./race/conflicts.js";
import type { EngineHooks } from "./frame/engineHooks.js";
import { EngineState, type Schema } from "./frame/engineState.js";
import type { Footprint } from "./frame/footprint.js";
import {
  register,
  runInComponent,
  wrapHandle,
  type Handle,
  type Installation,
} from "./frame/handle.js";
import { installSeam } from "./recorder/installSeam.js";
import type { TransactionLimits } from "./frame/meter.js";
import { Mirror } from "./mirror/mirror.js";
import { ModuleTable } from "./frame/moduleTable.js";
import type { Operation } from "./frame/operation.js";
import { lookUpOutside } from "./recorder/recordWrites.js";
import { runRace, type RaceOptions, type RaceReport } from "./race/race.js";
import { storeFile, type NewFile } from "./recorder/recordStorage.js";
import { restoreComponent, type ComponentContent } from "./recorder/restore.js";
import { Runner } from "./frame/runner.js";
import { runSnapshot, type SnapshotQuery, type SnapshotResult } from "./frame/snapshot.js";

/** The code of the app or of one component: its schema and its modules, as `import.meta.glob` or `loadApp` gives them. */
export type ComponentSource = {
  schema: Schema | null | undefined;
  /** Loads each module, by its path. */
  modules: Record<string, () => Promise<unknown>>;
};

/** A whole app: `""` is the app itself, then its components by path (`eventStore`, `jobs/batchWorker`). */
export type AppSource = Record<string, ComponentSource>;

/** How to run an app. */
export type EngineOptions = {
  /** Answer indexed reads from an index mirror instead of a scan: for more than some thousand documents. */
  mirror?: boolean;
  /** Convex's limits per transaction, or lower ones; `false` for none. Default: enforced. */
  transactionLimits?: boolean | Partial<TransactionLimits>;
  /** For a host that keeps what is committed. */
  hooks?: EngineHooks;
};

/** An app running on convex-test, with every read and write of every function recorded. */
export type Engine = {
  /** convex-test's own handle, for everything it can do. */
  readonly t: TestConvex<Schema>;
  /** Runs an operation for real; throws what the function throws. `origin` goes to the `onCommit` hook. */
  call(operation: Operation, origin?: unknown): Promise<{ value: unknown; footprint: Footprint }>;
  /** Runs a query or mutation against the current state and rolls everything back; throws what the function throws. */
  footprint(operation: Operation): Promise<Footprint>;
  /** Which ranges make two operations conflict on Convex when they run at once from the current state; `[]` when none. */
  conflicts(a: Operation, b: Operation): Promise<Conflict[]>;
  /** Runs operations at once, with the conflicts and retries they would have on Convex; the same seed gives the same race. */
  race(operations: Operation[], options?: RaceOptions): Promise<RaceReport>;
  /** Runs queries on one state of the database. */
  snapshot(queries: readonly SnapshotQuery[]): Promise<{ ts: bigint; results: SnapshotResult[] }>;
  /** Fills an empty component with what it held in another engine. */
  restore(component: string, content: ComponentContent): Promise<void>;
  /** Keeps a file for a component, as an upload does; returns its id. `sha256` is what it has to have, in base64. */
  storeFile(component: string, file: NewFile): Promise<string>;
  /** Stops the scheduler: no further scheduled function starts. */
  stop(): void;
};

/**
 * Starts an app on convex-test. Call it once per test; engines do not share data.
 *
 * @example
 * const engine = await createEngine({ "": { schema, modules: import.meta.glob("./**\/*.*s") } });
 * const { footprint } = await engine.call({ fn: api.orders.create, args: { customerId: "c1" } });
 */
export async function createEngine(app: AppSource, options: EngineOptions = {}): Promise<Engine> {
  const state = new EngineState(options.transactionLimits ?? true, options.hooks);
  if (options.hooks?.onCommit) installCommitClock();
  if (options.mirror) state.mirror = new Mirror(lookUpOutside);
  const installation = await install(state, app);
  const runner = new Runner(installation);
  const call = async (operation: Operation, origin?: unknown) => {
    const { value, footprint } = await runner.run(await runner.resolve(operation), origin);
    return { value, footprint };
  };
  const dryRun = async (operation: Operation) => runner.dryRun(await runner.resolve(operation));
  return {
    t: wrapHandle(installation),
    call,
    footprint: async (operation) => (await dryRun(operation)).footprint,
    conflicts: async (a, b) => findConflicts(await dryRun(a), await dryRun(b)),
    race: (operations, raceOptions) => runRace(runner, operations, raceOptions),
    snapshot: (queries) => runSnapshot(installation, queries),
    restore: (component, content) => restoreComponent(installation, component, content),
    storeFile: (component, file) => storeFile(state, component, file),
    stop: () => state.timers.close(),
  };
}

async function install(engine: EngineState, app: AppSource): Promise<Installation> {
  const { "": root, ...components } = app;
  if (!root) throw new Error('the app itself is missing; pass its source under the key "".');
  const schema = root.schema ?? null;
  const table = new ModuleTable(engine, "", root.modules);
  engine.schemas.set("", schema);
  const handle = trusted<Handle>(convexTest({ ...(schema && { schema }), modules: table.modules }));
  const installation = { engine, handle, tables: new Map([["", table]]) };
  installSeam();
  for (const [component, source] of Object.entries(components)) {
    register(installation, component, { ...source, schema: source.schema ?? null });
  }
  await Promise.all([...installation.tables.values()].map((each) => each.preload()));
  engine.runInComponent = (component, body) => runInComponent(installation, component, body);
  return installation;
}
