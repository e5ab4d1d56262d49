import { AsyncLocalStorage } from "node:async_hooks";
import type { ScheduledJob } from "./engineHooks.js";

const jobs = new AsyncLocalStorage<ScheduledJob>();

/** Makes a timer's callback run as a scheduled function; its id may be filled in later. */
export function asJob(job: ScheduledJob, callback: () => void): () => void {
  return () => jobs.run(job, callback);
}

/** The scheduled function that the scheduler has started here, or null. */
export function currentJob(): ScheduledJob | null {
  return jobs.getStore() ?? null;
}
