import type { Committed, Deployment } from "../deployment/Deployment.js";
import { LiveQuery, tableKey } from "./LiveQuery.js";

type Asked = ConstructorParameters<typeof LiveQuery>[0];

const mostRounds = 5;

/**
 * The live queries of all clients of a deployment. A commit makes those stale that read what it wrote; stale ones run
 * again together, each once however many clients have it, on one state of the data.
 */
export class LiveQueries {
  readonly #queries = new Set<LiveQuery>();
  readonly #shared = new Map<string, LiveQuery>();
  readonly #byTable = new Map<string, Set<LiveQuery>>();

  readonly #deployment: Deployment;
  readonly #onStale: () => void;

  constructor(deployment: Deployment, onStale: () => void) {
    this.#deployment = deployment;
    this.#onStale = onStale;
    deployment.on("commit", (committed) => this.#note(committed));
    deployment.on("app", () => this.#staleAll());
    deployment.on("system", () => this.#staleAll());
  }

  /** The query of that description; the caller gives it back with `leave`. */
  join(asked: Asked): LiveQuery {
    const fresh = new LiveQuery(asked);
    const query = this.#shared.get(fresh.key) ?? fresh;
    if (query === fresh) this.#shared.set(fresh.key, fresh);
    this.#queries.add(query);
    query.subscribers += 1;
    return query;
  }

  /** Ends one client's subscription to a query. */
  leave(query: LiveQuery): void {
    query.subscribers -= 1;
    if (query.subscribers > 0) return;
    this.#queries.delete(query);
    this.#unshare(query);
    this.#unindex(query);
  }

  /** Brings every query up to date with one state, and returns the timestamp of that state. */
  async refresh(): Promise<bigint> {
    let batch = new Set<LiveQuery>();
    for (let round = 0; round < mostRounds; round++) {
      const ts = this.#deployment.contents.ts;
      const stale = this.#staleBy(ts);
      if (stale.length === 0) return ts;
      batch = new Set([...batch, ...stale]);
      const reached = await this.#run([...batch]);
      // A function that was scheduled may have committed before the snapshot began.
      if (this.#staleBy(reached).length === 0) return reached;
    }
    throw new Error("live queries cannot keep up with the commits");
  }

  #staleBy(ts: bigint): LiveQuery[] {
    return [...this.#queries].filter(({ staleSince }) => staleSince !== null && staleSince <= ts);
  }

  async #run(batch: LiveQuery[]): Promise<bigint> {
    const { ts, outcomes } = await this.#deployment.snapshot(batch.map(({ call }) => call));
    batch.forEach((query, i) => {
      const outcome = outcomes[i];
      if (!outcome) return;
      this.#unindex(query);
      this.#unshare(query);
      query.update(outcome, ts);
      if (query.subscribers === 0) return;
      this.#index(query);
      // A page whose end is fixed is a different query from one whose end is open.
      if (!this.#shared.has(query.key)) this.#shared.set(query.key, query);
    });
    return ts;
  }

  #note({ writes, ts }: Committed): void {
    const touched = new Set<LiveQuery>();
    for (const table of new Set(writes.map(tableKey))) {
      for (const query of this.#byTable.get(table) ?? []) touched.add(query);
    }
    let isAnyStale = false;
    for (const query of touched) {
      query.noteWrites(writes, ts);
      isAnyStale ||= query.staleSince !== null;
    }
    if (isAnyStale) this.#onStale();
  }

  #staleAll(): void {
    for (const query of this.#queries) query.staleSince ??= 0n;
    if (this.#queries.size > 0) this.#onStale();
  }

  #unshare(query: LiveQuery): void {
    if (this.#shared.get(query.key) === query) this.#shared.delete(query.key);
  }

  #index(query: LiveQuery): void {
    for (const table of query.tables) {
      const there = this.#byTable.get(table) ?? new Set();
      this.#byTable.set(table, there.add(query));
    }
  }

  #unindex(query: LiveQuery): void {
    for (const table of query.tables) {
      const there = this.#byTable.get(table);
      there?.delete(query);
      if (there?.size === 0) this.#byTable.delete(table);
    }
  }
}
