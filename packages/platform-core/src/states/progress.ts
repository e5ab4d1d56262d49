import { trusted } from "../contract/boundary.js";
import { convexToJson, jsonToConvex, type Value } from "convex/values";
import { infrastructureError, messageOf } from "../base/infrastructureError.js";

/** How far a job has come, as text that its caller keeps and hands to the next step. */
export function encodeProgress(progress: Record<string, unknown>): string {
  return JSON.stringify(convexToJson(trusted<Value>(progress)));
}

/** What `encodeProgress` was given, when it is of the same `job`; throws PROGRESS_INVALID for any other text. */
export function decodeProgress<Progress extends { job: string }>(
  text: string,
  job: string,
): Progress {
  const progress = parsedFold(text);
  if (typeof progress === "object" && progress !== null && "job" in progress) {
    if (progress.job === job) return trusted<Progress>(progress);
  }
  throw infrastructureError("PROGRESS_INVALID", `The progress given is not one of ${job}.`);
}

function parsedFold(text: string): unknown {
  try {
    return jsonToConvex(trusted<never>(JSON.parse(text)));
  } catch (error) {
    throw infrastructureError("PROGRESS_INVALID", `The progress is damaged: ${messageOf(error)}.`);
  }
}
