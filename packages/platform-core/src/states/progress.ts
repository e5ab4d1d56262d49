import { convexToJson, jsonToConvex, type Value } from "convex/values";
import { infrastructureError, messageOf } from "../base/infrastructureError.js";

/** How far a job has come, as text that its caller keeps and hands to the next step. */
export function encodeProgress(progress: Record<string, unknown>): string {
  return JSON.stringify(convexToJson(progress as Value));
}

/** What `encodeProgress` was given, when it is of the same `job`; throws PROGRESS_INVALID for any other text. */
export function decodeProgress<Progress extends { job: string }>(
  text: string,
  job: string,
): Progress {
  const progress = parsed(text);
  if (typeof progress === "object" && progress !== null && "job" in progress) {
    if (progress.job === job) return progress as Progress;
  }
  throw infrastructureError("PROGRESS_INVALID", `The progress given is not one of ${job}.`);
}

function parsed(text: string): unknown {
  try {
    return jsonToConvex(JSON.parse(text) as never);
  } catch (error) {
    throw infrastructureError("PROGRESS_INVALID", `The progress is damaged: ${messageOf(error)}.`);
  }
}
