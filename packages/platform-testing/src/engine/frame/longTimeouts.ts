import { trusted } from "../../boundary.js";
const longestTimeout = 2 ** 31 - 1;

type SetTimeout = (callback: () => void, ms: number) => unknown;

/** Timers that are set and have not fired. */
export class PendingTimers {
  readonly #handles = new Set<{ timer: unknown }>();
  #isClosed = false;

  /** Starts one; a wait longer than a timer reaches is made in steps. */
  start(set: SetTimeout, callback: () => void, ms: number): void {
    if (this.#isClosed) return;
    const handle: { timer: unknown } = { timer: undefined };
    this.#handles.add(handle);
    const step = (left: number, by: SetTimeout): void => {
      const rest = left - longestTimeout;
      const fire = () => {
        if (rest > 0) return step(rest, currentSetTimeout);
        this.#handles.delete(handle);
        callback();
      };
      handle.timer = by(fire, Math.min(left, longestTimeout));
    };
    step(ms, set);
  }

  /** Clears all of them, and starts no others. */
  close(): void {
    this.#isClosed = true;
    for (const { timer } of this.#handles) globalThis.clearTimeout(trusted<number>(timer));
    this.#handles.clear();
  }
}

/**
 * Runs `body`, whose synchronous part may set timers; one that is further away than a timer reaches (24.8 days) is set
 * in steps, where the platform's own would fire at once.
 * @param options `wrap` is called with what a timer is to run, and returns what it runs instead; `passed` milliseconds of
 * its time are over already
 */
export function longTimeouts<T>(
  timers: PendingTimers,
  body: () => T,
  { wrap, passed }: { wrap: (callback: () => void) => () => void; passed: number },
): T {
  const original = Object.getOwnPropertyDescriptor(globalThis, "setTimeout");
  if (!original?.configurable) return body();
  // Read at each step: it may be convex-test's accessor or a fake of the test.
  const platform: SetTimeout = (callback, ms) => {
    const set = trusted<SetTimeout>(original.get ? original.get.call(globalThis) : original.value);
    return set(callback, ms);
  };
  const value: SetTimeout = (callback, ms) =>
    timers.start(platform, wrap(callback), Math.max(0, ms - passed));
  Object.defineProperty(globalThis, "setTimeout", { value, configurable: true, writable: true });
  try {
    return body();
  } finally {
    Object.defineProperty(globalThis, "setTimeout", original);
  }
}

const currentSetTimeout: SetTimeout = (callback, ms) => globalThis.setTimeout(callback, ms);
