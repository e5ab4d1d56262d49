import { clearTimeout, setTimeout } from "node:timers";

/** How long functions may take, in milliseconds. */
export type TimeLimits = {
  /** A query or mutation, without what it waits for Convex. */
  readonly transactionMs: number;
  /** An action, everything included. */
  readonly actionMs: number;
  /** An action at one stretch: while it computes, nothing else can run. */
  readonly stretchMs: number;
};

/** Convex's limits, and `stretchMs`, which is ours: all functions share one thread. */
const timeLimits: TimeLimits = {
  transactionMs: 1_000,
  actionMs: 600_000,
  stretchMs: 10_000,
};

/** The time that one function takes, from its start on. */
export class UserTime {
  /** True once the function has returned or run out of time; its result is ignored from then on. */
  hasEnded = false;
  readonly #limitMs: number;
  readonly #stretchMs: number;
  readonly #countsWaiting: boolean;
  readonly #cpu = process.cpuUsage();
  #used = 0;
  #since = performance.now();
  #waiting = 0;
  #stretch = { tick: -1, since: 0 };

  constructor(kind: "query" | "mutation" | "action", limits: TimeLimits = timeLimits) {
    this.#countsWaiting = kind === "action";
    this.#limitMs = this.#countsWaiting ? limits.actionMs : limits.transactionMs;
    this.#stretchMs = this.#countsWaiting ? limits.stretchMs : Infinity;
  }

  /** Called by the function's own code. Throws when its time is over. */
  check(): void {
    if (this.#left() <= 0 && this.#hasComputed()) throw timedOut(this.#limitMs);
    if (this.#stretchLeft() <= 0) throw timedOut(this.#stretchMs);
  }

  /** Does what the function waits for. */
  async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting === 0 && !this.#countsWaiting) this.#used += performance.now() - this.#since;
    this.#waiting += 1;
    this.#since = this.#countsWaiting ? this.#since : performance.now();
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
      if (!this.#countsWaiting) this.#since = performance.now();
    }
  }

  /** Waits for the function; rejects when its time is over first. */
  async within<T>(running: Promise<T>): Promise<T> {
    const { promise: over, reject } = Promise.withResolvers<never>();
    const state: { timer?: NodeJS.Timeout } = {};
    const wait = (ms: number): void => {
      state.timer = setTimeout(() => {
        const left = this.#waiting > 0 && !this.#countsWaiting ? this.#limitMs : this.#left();
        if (left > 0) wait(left);
        else reject(timedOut(this.#limitMs));
      }, ms);
      state.timer.unref();
    };
    wait(this.#limitMs);
    try {
      return await Promise.race([running, over]);
    } finally {
      clearTimeout(state.timer);
      this.hasEnded = true;
    }
  }

  /** On a machine that has much else to do, time passes in which the function has not run. */
  #hasComputed(): boolean {
    const { user, system } = process.cpuUsage(this.#cpu);
    return this.#countsWaiting || (user + system) / 1_000 >= this.#limitMs;
  }

  #left(): number {
    return this.#limitMs - this.#used - (performance.now() - this.#since);
  }

  #stretchLeft(): number {
    if (this.#stretchMs === Infinity) return Infinity;
    const tick = heartbeat.ticks;
    if (tick !== this.#stretch.tick) this.#stretch = { tick, since: performance.now() };
    return this.#stretchMs - (performance.now() - this.#stretch.since);
  }
}

const timedOut = (limitMs: number): Error =>
  new Error(`Function execution timed out (maximum duration: ${limitMs / 1_000}s)`);

const heartbeat = { ticks: 0 };

/** Lets the stretches of actions be told apart, from now on. */
export function startHeartbeat(): void {
  if (heartbeat.ticks > 0) return;
  heartbeat.ticks = 1;
  const beat = (): void => {
    heartbeat.ticks += 1;
    setTimeout(beat, 250).unref();
  };
  beat();
}
