const LONGEST_TIMEOUT = 2 ** 31 - 1;

type SetTimeout = (callback: () => void, ms: number) => unknown;

/**
 * Runs `body`, whose synchronous part may set timers; one that is further away than a timer reaches (24.8 days) is set
 * in steps, where the platform's own would fire at once.
 */
export function longTimeouts<T>(body: () => T): T {
  const original = Object.getOwnPropertyDescriptor(globalThis, "setTimeout");
  if (!original?.configurable) return body();
  // Read anew at each step: it may be convex-test's accessor or a fake of the test.
  const platform: SetTimeout = (callback, ms) => {
    const set = original.get ? original.get.call(globalThis) : original.value;
    return (set as SetTimeout)(callback, ms);
  };
  const inSteps = (set: SetTimeout, callback: () => void, ms: number): unknown =>
    ms <= LONGEST_TIMEOUT
      ? set(callback, ms)
      : set(() => inSteps(currentSetTimeout, callback, ms - LONGEST_TIMEOUT), LONGEST_TIMEOUT);
  const value: SetTimeout = (callback, ms) => inSteps(platform, callback, ms);
  Object.defineProperty(globalThis, "setTimeout", { value, configurable: true, writable: true });
  try {
    return body();
  } finally {
    Object.defineProperty(globalThis, "setTimeout", original);
  }
}

const currentSetTimeout: SetTimeout = (callback, ms) => globalThis.setTimeout(callback, ms);
