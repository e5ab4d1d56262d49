import { AsyncLocalStorage } from "node:async_hooks";
import type { ScheduledJob } from "./engineHooks.js";

const jobs = new AsyncLocalStorage<ScheduledJob>();
const outside = AsyncLocalStorage.snapshot();

/** Makes a timer's callback run as a scheduled function, with nothing left of the one that scheduled it. */
export function asJob(job: ScheduledJob, callback: () => void): () => void {
  return () => outside(() => jobs.run(job, callback));
}

/** The scheduled function that the scheduler has started here, or null. */
export function currentJob(): ScheduledJob | null {
  return jobs.getStore() ?? null;
}
