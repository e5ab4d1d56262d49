type Waiting = () => Promise<unknown>;

/** Lets tasks run one after the other, in the order in which they came; urgent ones before all that wait. */
export class Turns {
  readonly #urgent: Waiting[] = [];
  readonly #waiting: Waiting[] = [];
  #isBusy = false;

  /** Runs a task when it is its turn. */
  take<T>(task: () => Promise<T>, urgency: "urgent" | "usual" = "usual"): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const run = async () => {
      const result = task();
      resolve(result);
      await result.catch(() => null);
    };
    (urgency === "urgent" ? this.#urgent : this.#waiting).push(run);
    if (!this.#isBusy) void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (;;) {
      const next = this.#urgent.shift() ?? this.#waiting.shift();
      if (!next) break;
      await next();
    }
    this.#isBusy = false;
  }
}
