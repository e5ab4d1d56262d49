import type { Doc } from "../../component/_generated/dataModel.js";
import type { Failure } from "../../contract/failure.js";

/** Work without progress for this long may be what ends its own transaction. Shorter than a dead loop stands still. */
const overdueMs = 9_000;

/** The failure of an attempt that left nothing but its claim. */
export const endedWithoutAnswer: Failure = {
  code: "ENDED_WITHOUT_ANSWER",
  message: "The attempt ended without an answer: over time, or out of memory.",
};

/**
 * How to go about work that has been due without progress `since` then: just do it, claim it first, or do what has been claimed.
 * An attempt that runs out of time or memory takes every trace with it; only a claim, committed before, shows that there was one.
 */
export function attemptKind(times: {
  now: number;
  since: number;
  claimedAt: number | undefined;
}): "work" | "claim" | "claimed" {
  const { now, since, claimedAt } = times;
  if (now - Math.max(since, claimedAt ?? 0) > overdueMs) return "claim";
  return claimedAt === undefined ? "work" : "claimed";
}

type Cursor = Pick<Doc<"cursors">, "movedAt" | "triedAt">;
type TriedLetter = Pick<Doc<"letters">, "claimedAt" | "dueAt" | "error">;

/** What to do about a worker's next letter: try it with those after it, alone, claim it, or fail it; `null` until it is due. */
export function letterStep(
  { claimedAt, dueAt = 0, error }: TriedLetter,
  { movedAt, triedAt = 0 }: Cursor,
  now: number,
): "tryLetters" | "tryClaimedLetter" | "claimLetter" | "failClaimedLetter" | null {
  if (dueAt > now) return null;
  const attempt = attemptKind({ now, since: Math.max(dueAt, movedAt, triedAt), claimedAt });
  if (attempt === "claimed") return "tryClaimedLetter";
  // A letter that has ended a transaction before is expected to do so again.
  if (attempt === "work" && error?.code !== endedWithoutAnswer.code) return "tryLetters";
  return claimedAt === undefined ? "claimLetter" : "failClaimedLetter";
}

type PageAttempt = { cursor: (Cursor & Pick<Doc<"cursors">, "claim">) | null; since: number };

/** What to do about a worker's next page: apply it, claim it, or put its first event aside, which has been claimed several times. */
export function pageStep(
  { cursor, since }: PageAttempt,
  now: number,
): "applyPage" | "claimPage" | "putNextAside" {
  const { movedAt = 0, triedAt = 0, claim } = cursor ?? {};
  const attempt = attemptKind({
    now,
    since: Math.max(since, movedAt, triedAt),
    claimedAt: claim?.at,
  });
  if (attempt === "claim") return "claimPage";
  return attempt === "claimed" && (claim?.times ?? 0) > 1 ? "putNextAside" : "applyPage";
}
