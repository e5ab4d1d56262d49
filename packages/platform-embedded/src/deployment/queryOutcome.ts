import { trusted } from "../boundary.js";
import { convexToJson, type Value } from "convex/values";
import type { SnapshotResult } from "@convex-es/platform-testing/engine";
import type { QueryOutcome } from "./FunctionCall.js";
import { functionError } from "./functionError.js";

/** What `find` gives, or what it throws. */
export function attempt<T>(find: () => T): T | Error {
  try {
    return find();
  } catch (error) {
    return trusted<Error>(error);
  }
}

/** How a query ended that did not start. */
export function failedQuery(error: Error, logLines: readonly string[]): QueryOutcome {
  return { ok: false, error: functionError(error), logLines, reads: [], journal: null };
}

/** How a query of a snapshot ended, for clients. */
export function queryOutcome(
  result: SnapshotResult,
  ts: bigint,
  logLines: readonly string[],
): QueryOutcome {
  const { journal, footprint } = result;
  const kept = { logLines, reads: footprint.reads, journal };
  if (!result.ok) return { ok: false, error: functionError(result.error), ...kept };
  return { ok: true, value: convexToJson(trusted<Value>(result.value ?? null)), ts, ...kept };
}
