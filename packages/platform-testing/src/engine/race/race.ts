import type { Commit } from "../documents/write.js";
import { conflictsWith, type Conflict } from "./conflicts.js";
import type { Operation, ResolvedOperation } from "../frame/operation.js";
import type { Run, Runner } from "../frame/runner.js";
import { seededRandom, shuffled } from "../documents/seededRandom.js";

/** How a race is run. */
export type RaceOptions = {
  /** Decides the order of the commits in every round. Default 1. */
  seed?: number;
  /** How often a client sends a command again, with the same arguments, after it failed as CONTENTION. Default 0. */
  clientRetries?: number;
  /** The operations are scheduled functions, which Convex runs again without limit. */
  scheduled?: boolean;
  /** How often Convex runs a client's mutation again before it gives up. Default 4. */
  retriesPerAttempt?: number;
};

type RaceEnd =
  | { status: "committed"; value: unknown }
  | { status: "failed"; code: "CONTENTION" | "THREW"; error: unknown };

/** How one operation of a race ended; `conflicts` are the ranges that made it run again. */
export type RaceOutcome = {
  /** How often the function ran. */
  attempts: number;
  /** How often the client sent it. */
  sends: number;
  conflicts: Conflict[];
} & RaceEnd;

/** What happened in a race: one outcome per operation, in their order. */
export type RaceReport = {
  outcomes: RaceOutcome[];
  /** Indexes of the operations that committed, first one first. */
  commitOrder: number[];
  rounds: number;
  seed: number;
};

type Contender = {
  index: number;
  operation: ResolvedOperation;
  attempts: number;
  sends: number;
  reruns: number;
  conflicts: Conflict[];
};

type Attempt = { contender: Contender; run: Run; begin: number };

/**
 * Runs operations as if at once, in rounds: all that are open run dry from the same state, then commit in seeded order;
 * one whose reads a commit of the meantime touched goes to the next round.
 */
export async function runRace(
  runner: Runner,
  operations: Operation[],
  options: RaceOptions = {},
): Promise<RaceReport> {
  const race = new Race(runner, options);
  const resolved = await Promise.all(operations.map((operation) => runner.resolve(operation)));
  // Everything that commits meanwhile counts, scheduled functions too.
  const listener = (commit: Commit) => void race.log.push(commit);
  runner.state.commitListeners.add(listener);
  try {
    return await race.run(resolved);
  } finally {
    runner.state.commitListeners.delete(listener);
  }
}

class Race {
  readonly log: Commit[] = [];
  readonly #outcomes: RaceOutcome[] = [];
  readonly #commitOrder: number[] = [];
  readonly #options: Required<RaceOptions>;

  readonly #runner: Runner;

  constructor(runner: Runner, options: RaceOptions) {
    this.#runner = runner;
    const defaults = { seed: 1, clientRetries: 0, scheduled: false, retriesPerAttempt: 4 };
    this.#options = { ...defaults, ...options };
  }

  async run(operations: ResolvedOperation[]): Promise<RaceReport> {
    const { seed } = this.#options;
    const random = seededRandom(seed);
    const fresh = { attempts: 0, sends: 1, reruns: 0 };
    let open = operations.map((operation, index): Contender => ({
      index,
      operation,
      ...fresh,
      conflicts: [],
    }));
    let rounds = 0;
    for (; open.length > 0; rounds++) {
      const attempts = shuffled(await this.#runAll(open), random);
      open = [];
      for (const attempt of attempts) {
        if (await this.#mustRunAgain(attempt)) open.push(attempt.contender);
      }
      open.sort((a, b) => a.index - b.index);
    }
    return { outcomes: this.#outcomes, commitOrder: this.#commitOrder, rounds, seed };
  }

  async #runAll(open: Contender[]): Promise<Attempt[]> {
    const attempts: Attempt[] = [];
    for (const contender of open) {
      contender.attempts += 1;
      let begin = this.log.length;
      try {
        const run = await this.#runner.dryRun(contender.operation, () => (begin = this.log.length));
        attempts.push({ contender, run, begin });
      } catch (error) {
        this.#settle(contender, { status: "failed", code: "THREW", error });
      }
    }
    return attempts;
  }

  async #mustRunAgain({ contender, run, begin }: Attempt): Promise<boolean> {
    const conflicts = this.log.slice(begin).flatMap((commit) => conflictsWith(run, commit));
    if (conflicts.length > 0) return this.#lose(contender, conflicts);
    try {
      const { value } = await this.#runner.run(contender.operation);
      if (contender.operation.kind === "mutation") this.#commitOrder.push(contender.index);
      this.#settle(contender, { status: "committed", value });
    } catch (error) {
      this.#settle(contender, { status: "failed", code: "THREW", error });
    }
    return false;
  }

  #lose(contender: Contender, conflicts: Conflict[]): boolean {
    const { scheduled, retriesPerAttempt, clientRetries } = this.#options;
    contender.conflicts.push(...conflicts);
    if (scheduled || contender.reruns < retriesPerAttempt) {
      contender.reruns += 1;
      return true;
    }
    if (contender.sends <= clientRetries) {
      contender.sends += 1;
      contender.reruns = 0;
      return true;
    }
    const error = new Error(`CONTENTION: ${conflicts.map(({ message }) => message).join("; ")}`);
    this.#settle(contender, { status: "failed", code: "CONTENTION", error });
    return false;
  }

  #settle({ index, attempts, sends, conflicts }: Contender, end: RaceEnd): void {
    this.#outcomes[index] = { attempts, sends, conflicts, ...end };
  }
}
