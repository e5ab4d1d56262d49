import { hasReached } from "@convex-es/platform-store/log";
import type { Doc } from "../../component/_generated/dataModel.js";
import { letterStep, pageStep } from "../base/attempts.js";

/** What a worker knows of itself before it acts. */
export type WorkerState = {
  /** `null` when it has been deleted. */
  generation: Doc<"generations"> | null;
  partition: number;
  /** `null` before its first page. */
  cursor: Doc<"cursors"> | null;
  /** The letter it tries next, due or not. */
  letter: Doc<"letters"> | null;
  /** Whether the events of its build are still being counted. */
  isCounting: boolean;
  /** Whether it waits for another consumer that has not moved. */
  isWaiting: boolean;
  /** When its first timer is due, in milliseconds since 1970; `Infinity` without one. */
  timerAt: number;
  /** Whether its generation is built, but for letters. */
  isHeldUp: boolean;
};

/** How far it has to come, and since when. */
export type Due = { upTo: string | null; since: number };

export type Step =
  /** Nothing to do until then, in milliseconds since 1970; `Infinity`: until somebody wakes it. */
  | { do: "sleep"; until: number }
  | { do: "dropRows" | "countEvents" | "followLive" }
  | { do: "fireTimers" }
  | { do: "tryLetters" | "tryClaimedLetter" | "claimLetter" | "failClaimedLetter" }
  | { do: "applyPage" | "claimPage" | "putNextAside" };

type EffectStep = Exclude<Step, { do: "sleep" }>;

/** Since when a step has been due without a sign of life of its worker, as its rows tell, in milliseconds since 1970. */
export function dueSince(
  { cursor, letter, timerAt }: WorkerState,
  due: Due,
  step: EffectStep,
): number {
  const { movedAt = 0, triedAt = 0, claim, failure } = cursor ?? {};
  const isLetter = step.do.endsWith("Letter") || step.do.endsWith("Letters");
  const pageStart = Math.max(due.since, failure?.retryAt ?? 0);
  const otherStart = step.do === "fireTimers" ? timerAt : pageStart;
  const start = isLetter ? (letter?.dueAt ?? 0) : otherStart;
  return Math.max(start, movedAt, triedAt, claim?.at ?? 0, letter?.claimedAt ?? 0);
}

const rest: Step = { do: "sleep", until: Infinity };

/** What a worker does next. Pure: `findWork` asks whether there is anything to do, `work` asks again and does it. */
export function decideStep(worker: WorkerState, due: Due, now: number): Step {
  const { generation, partition, cursor, letter } = worker;
  if (generation === null || generation.status.kind !== "running") return rest;

  // One of several workers deletes rows.
  const { state, replaced } = generation;
  const isDropping = state === "dropping" || (state === "tenantLive" && replaced !== undefined);
  if (isDropping) return partition === 0 ? { do: "dropRows" } : rest;
  if (state === "tenantLive") return rest;

  // Commands keep it.
  if (state === "live" && generation.delivery === "inline") return rest;

  // A build counts its events first. Part of a read model, and a copy to compare with, go no further than the live one.
  if (state === "building") {
    if (worker.isCounting && partition === 0) return { do: "countEvents" };
    if (generation.scope !== undefined || generation.isShadow === true) return { do: "followLive" };
  }

  // Letters come before new events of their keys.
  const tryNow = letter && cursor && letterStep(letter, cursor, now);
  if (tryNow) return { do: tryNow };

  if (worker.timerAt <= now) return { do: "fireTimers" };

  // A build applies pages until it is served; one that is held up is kept up to date like a live one.
  const isBehind = due.upTo !== null && !hasReached(cursor?.cursor ?? null, due.upTo);
  const isBuilding = state === "building" && !worker.isHeldUp;
  const hasPages = !worker.isWaiting && (isBehind || isBuilding);
  const pageAt = hasPages ? (cursor?.failure?.retryAt ?? 0) : Infinity;
  if (pageAt <= now) return { do: pageStep({ cursor, since: due.since }, now) };

  return { do: "sleep", until: Math.min(pageAt, letter?.dueAt ?? Infinity, worker.timerAt) };
}
