import { trusted } from "../boundary.js";
import type { CronSpec, PushAnalysis } from "@convex-es/convex-push";
import type { Installed } from "../realm/installedComponents.js";
import { nextTime, type CronSchedule } from "./cronTimes.js";

/** A cron of a pushed app. */
type Cron = {
  readonly component: string;
  readonly identifier: string;
  readonly function: string;
  readonly args: unknown;
  readonly schedule: CronSchedule;
};

const longestWait = 2 ** 31 - 1;

/** Runs the crons of an app until it is stopped; one that is still running when it is due again is left out that time. */
export class Crons {
  readonly #timers = new Map<Cron, NodeJS.Timeout>();

  readonly #run: (cron: Cron) => Promise<void>;
  readonly #now: () => number;

  constructor(run: (cron: Cron) => Promise<void>, now: () => number = Date.now) {
    this.#run = run;
    this.#now = now;
  }

  /** Starts the crons of the app and of its components. */
  start(analysis: PushAnalysis, installed: readonly Installed[]): void {
    for (const { path, definitionPath } of installed) {
      const modules = analysis.analysis[definitionPath]?.functions;
      for (const spec of modules?.["crons.js"]?.cronSpecs ?? []) {
        const cron = cronOf(path, spec);
        this.#wait(cron, nextTime(cron.schedule, this.#now()));
      }
    }
  }

  /** Stops: starts no further cron. */
  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #wait(cron: Cron, due: number): void {
    const left = Math.max(0, due - this.#now());
    const isDue = left <= longestWait;
    const proceed = () => (isDue ? this.#fire(cron, due) : this.#wait(cron, due));
    this.#timers.set(cron, setTimeout(proceed, Math.min(left, longestWait)));
  }

  #fire(cron: Cron, due: number): void {
    const done = () => {
      if (!this.#timers.has(cron)) return;
      this.#wait(cron, nextTime(cron.schedule, Math.max(due, this.#now() - 1)));
    };
    void this.#run(cron).then(done, done);
  }
}

function cronOf(component: string, { identifier, spec }: CronSpec): Cron {
  const { name, args, schedule } = trusted<
    CronSpec["spec"] & {
      args: unknown[];
      schedule: CronSchedule;
    }
  >(spec);
  return { component, identifier, function: name, args: args[0] ?? {}, schedule };
}
