import { trusted } from "../boundary.js";
import type { Authenticator } from "../auth/Authenticator.js";
import type { Deployment } from "../deployment/Deployment.js";
import { LiveQueries } from "./LiveQueries.js";
import { MutationsOnce } from "./MutationsOnce.js";
import type { SyncSession } from "./SyncSession.js";

const shortestPauseMs = 4;

/** What all sessions of a deployment share: its live queries, and the moments at which clients are told of changes. */
export class SyncHub {
  readonly queries: LiveQueries;
  readonly mutations: MutationsOnce;
  readonly #sessions = new Set<SyncSession>();
  #lastFlush = 0;
  #state: "idle" | "waiting" | "flushing" | "flushingAgain" = "idle";

  readonly deployment: Deployment;
  readonly authenticator: Authenticator;

  constructor(deployment: Deployment, authenticator: Authenticator) {
    this.deployment = deployment;
    this.authenticator = authenticator;
    this.mutations = new MutationsOnce(deployment.contents);
    this.queries = new LiveQueries(deployment, () => this.wake());
  }

  /** Adds the session of a new connection. */
  add(session: SyncSession): void {
    this.#sessions.add(session);
  }

  /** Removes a session whose connection has ended. */
  remove(session: SyncSession): void {
    this.#sessions.delete(session);
  }

  /** Ends all connections. */
  close(): void {
    for (const session of this.#sessions) session.close();
  }

  /** Schedules a flush; many calls lead to one. */
  wake(): void {
    if (this.#state === "flushing") this.#state = "flushingAgain";
    if (this.#state !== "idle") return;
    this.#state = "waiting";
    // At once when it is quiet; under load many commits share one flush.
    const pause = this.#lastFlush + shortestPauseMs - performance.now();
    if (pause <= 0) setImmediate(() => void this.#flush());
    else setTimeout(() => void this.#flush(), pause);
  }

  async #flush(): Promise<void> {
    this.#state = "flushing";
    const sessions = [...this.#sessions];
    for (const session of sessions) session.takeModifications();
    try {
      const ts = await this.queries.refresh();
      for (const session of sessions) session.transition(ts);
    } catch (error) {
      for (const session of sessions) session.fail(error);
    }
    this.#lastFlush = performance.now();
    const again = trusted<string>(this.#state) === "flushingAgain";
    this.#state = "idle";
    if (again) this.wake();
  }
}
