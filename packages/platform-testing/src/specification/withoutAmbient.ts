import { trusted } from "../boundary.js";

/** Runs a function that has to be pure: the clock and randomness throw while it runs. */
export function withoutAmbient<T>(run: () => T): T {
  const saved = { date: globalThis.Date, now: Date.now, random: Math.random };
  Date.now = () => impure("Date.now()", "context.now");
  Math.random = () => impure("Math.random()", "context.newId()");
  globalThis.Date = withoutClock(Date);
  try {
    return run();
  } finally {
    globalThis.Date = saved.date;
    Date.now = saved.now;
    Math.random = saved.random;
  }
}

/** A Date that has to be told its time. */
const withoutClock = (date: DateConstructor): DateConstructor =>
  new Proxy(date, {
    construct: (target, args: unknown[]) =>
      args.length === 0
        ? impure("new Date()", "new Date(context.now)")
        : new target(...trusted<[number]>(args)),
    apply: () => impure("Date()", "new Date(context.now)"),
  });

function impure(used: string, instead: string): never {
  throw new Error(
    `decide, evolve, key functions and handlers are pure: use ${instead} instead of ${used}.`,
  );
}
