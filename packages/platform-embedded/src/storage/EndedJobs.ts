import { trusted } from "../boundary.js";
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { Document } from "@convex-es/platform-testing/engine";
import type { JobState, NamedJob } from "./Change.js";

/** A scheduled function that is over. */
export type PastJob = {
  readonly job: NamedJob;
  readonly state: JobState;
  readonly at: number;
};

const keptMs = 7 * 24 * 60 * 60 * 1_000;
const mostKept = 10_000;

/** The scheduled functions of one component that are over: as long as Convex knows them, or the newest when there are many. */
export class EndedJobs {
  readonly #jobs = new Map<string, PastJob>();

  /** Takes one over, or what became of it in the end. */
  add(past: PastJob): void {
    const { id } = past.job;
    this.#jobs.delete(id);
    this.#jobs.set(id, past);
    for (const [oldest, { at }] of this.#jobs) {
      if (this.#jobs.size <= mostKept && at >= past.at - keptMs) break;
      this.#jobs.delete(oldest);
    }
  }

  /** One that is over; undefined when it is not, or when that is long ago. */
  get(id: string): PastJob | undefined {
    return this.#jobs.get(id);
  }

  /** All of them, the one that ended first first. */
  all(): PastJob[] {
    return [...this.#jobs.values()];
  }

  /** The row of one; null when it is not known. */
  row(id: string): Document | null {
    const past = this.#jobs.get(id);
    return past ? rowOf(past) : null;
  }

  /** Their rows in `_scheduled_functions`. */
  rows(now = Date.now()): Document[] {
    return this.all().flatMap((past) => (past.at < now - keptMs ? [] : [rowOf(past)]));
  }
}

function rowOf({ job, state, at }: PastJob): Document {
  const { args, ts } = trusted<{ args: JSONValue; ts: number }>(job.request);
  return {
    _id: job.id,
    _creationTime: job.createdAt ?? 0,
    args: trusted<Value>([jsonToConvex(args)]),
    name: job.name ?? "",
    scheduledTime: ts * 1_000,
    completedTime: at,
    state: { kind: state },
  };
}
