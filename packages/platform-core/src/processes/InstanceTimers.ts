import type { ProcessStep } from "../contract/processes.js";
import type { Timer } from "../contract/timers.js";
import type { TimerEffect } from "../declarations/processEffects.js";

/** What sets or cancels timers of one instance. */
type Setter = Pick<Timer, "tenant" | "key" | "correlationId" | "chain"> & { id: string };

/** The furthest a timer may be set, in milliseconds: about ten years. */
const furthest = 10 * 366 * 86_400_000;

/** A timer due sooner than this goes on with the chain that set it: timers that set each other at once come to an end too. */
const chainedWithinMs = 1_000;

/** When a timer is due, in milliseconds since 1970; `null` for what is no time. */
export function timeOf(effect: TimerEffect, now: number): number | null {
  const at = "after" in effect ? now + effect.after : effect.at;
  const isTime = typeof at === "number" && Number.isFinite(at) && at >= 0 && at <= now + furthest;
  // Never early: the loop counts in whole milliseconds.
  return isTime ? Math.ceil(at) : null;
}

/** The timers that one step of an instance sets and cancels; the last word on a name counts. */
export class InstanceTimers {
  readonly #last = new Map<string, number | null>();

  constructor(
    readonly process: string,
    readonly setter: Setter,
  ) {}

  set(name: string, dueAt: number): void {
    this.#last.set(name, dueAt);
  }

  cancel(name: string): void {
    this.#last.set(name, null);
  }

  /** As a step tells them. */
  get told(): Pick<ProcessStep, "timers" | "cancelled"> {
    const timers = this.#set.map(({ name, dueAt }) => ({ name, dueAt }));
    const cancelled = this.#cancelled;
    return { ...(timers.length > 0 && { timers }), ...(cancelled.length > 0 && { cancelled }) };
  }

  get #set(): Timer[] {
    const { tenant, key, correlationId, chain, id: setBy } = this.setter;
    return [...this.#last].flatMap(([name, dueAt]) => {
      if (dueAt === null) return [];
      const isChained = dueAt < Date.now() + chainedWithinMs;
      const own = { process: this.process, tenant, key, name, dueAt, setBy, correlationId };
      return [{ ...own, chain: isChained ? chain + 1 : 0 }];
    });
  }

  get #cancelled(): string[] {
    return [...this.#last].flatMap(([name, dueAt]) => (dueAt === null ? [name] : []));
  }

  /** What several steps leave behind: the last word on each timer, and none of instances that have ended. */
  static atTheEnd(
    all: readonly InstanceTimers[],
    isRunning: (key: { tenant: string; key: string }) => boolean,
  ) {
    const last = new Map<string, Timer | CancelledTimer>();
    for (const own of all) {
      const { tenant, key } = own.setter;
      if (!isRunning({ tenant, key })) continue;
      const nameIn = (name: string) => JSON.stringify([tenant, key, name]);
      for (const timer of own.#set) last.set(nameIn(timer.name), timer);
      for (const name of own.#cancelled) last.set(nameIn(name), { tenant, key, name });
    }
    const left = [...last.values()];
    const timers = left.filter((one): one is Timer => "dueAt" in one);
    const cancelled = left.filter((one): one is CancelledTimer => !("dueAt" in one));
    return { timers, cancelled };
  }
}

type CancelledTimer = Pick<Timer, "tenant" | "key" | "name">;
