/** Runs a function that has to be pure: the clock and randomness throw while it runs. */
export function withoutAmbient<T>(run: () => T): T {
  const saved = { now: Date.now, random: Math.random };
  Date.now = () => impure("Date.now()", "context.now");
  Math.random = () => impure("Math.random()", "context.newId()");
  try {
    return run();
  } finally {
    Date.now = saved.now;
    Math.random = saved.random;
  }
}

function impure(used: string, instead: string): never {
  throw new Error(
    `decide, evolve, key functions and handlers are pure: use ${instead} instead of ${used}.`,
  );
}
