import type { Outcome, RequestKey } from "../deployment/FunctionCall.js";
import type { Contents } from "../storage/Contents.js";

const failuresKept = 1_000;

/**
 * Sees to it that a mutation a client sends again, because it has not heard of its end, does not run again. Those that
 * committed are known from the data, so also after a restart; the last ones that failed as long as the process lives.
 */
export class MutationsOnce {
  readonly #running = new Map<string, Promise<Outcome>>();
  readonly #failed = new Map<string, Outcome>();

  readonly #contents: Contents;

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** Runs a mutation, or answers what it was answered before. */
  run(request: RequestKey, start: () => Promise<Outcome>): Promise<Outcome> {
    const committed = this.#contents.answerTo(request.session, request.id);
    if (committed) {
      const { value, ts } = committed;
      return Promise.resolve({ ok: true, value, ts, logLines: [] });
    }
    const key = `${request.session} ${request.id}`;
    const failed = this.#failed.get(key);
    if (failed) return Promise.resolve(failed);
    const running = this.#running.get(key) ?? this.#start(key, start());
    return running;
  }

  #start(key: string, running: Promise<Outcome>): Promise<Outcome> {
    this.#running.set(key, running);
    void running.then((outcome) => {
      this.#running.delete(key);
      if (!outcome.ok) this.#noteFailure(key, outcome);
    });
    return running;
  }

  #noteFailure(key: string, outcome: Outcome): void {
    this.#failed.set(key, outcome);
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > failuresKept && oldest !== undefined) this.#failed.delete(oldest);
  }
}
