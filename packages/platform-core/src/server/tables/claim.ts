import { v, type Infer } from "convex/values";
import type { Failure } from "../../contract/failure.js";

/** Work that makes no progress for so long may be what ends its own transaction: shorter than a dead loop stands still. */
const overdueMs = 9_000;

export const vClaim = v.object({
  at: v.number(),
  /** How often the event behind the cursor has been claimed. */
  times: v.number(),
  /** Events among which the one is that ended a transaction: until they are behind, pages do not grow. */
  suspects: v.number(),
});
/** An attempt that runs: committed before it, so that it is found again when the attempt has left no trace. */
export type Claim = Infer<typeof vClaim>;

/** Just do it; say first that it is tried; or do what has been said. */
export type Mode = "work" | "claim" | "claimed";

type Situation = { now: number; since: number; claimedAt: number | undefined };

/**
 * How to go about work that has been due, without progress, `since` then. What runs out of time or memory takes every trace of
 * the attempt with it; only a claim, committed before, shows that there was one. Pure.
 */
export function modeOf({ now, since, claimedAt }: Situation): Mode {
  if (now - Math.max(since, claimedAt ?? 0) > overdueMs) return "claim";
  return claimedAt === undefined ? "work" : "claimed";
}

/** What an attempt is told to have failed with of which nothing but the claim is left. */
export const endedWithoutAnswer: Failure = {
  code: "ENDED_WITHOUT_ANSWER",
  message: "The attempt ended without an answer: over time, or out of memory.",
};
