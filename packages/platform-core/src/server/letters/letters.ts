import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { Failure } from "../../contract/failure.js";
import type { Aside, AsideEvent, Edited } from "../../contract/letters.js";
import { coreError } from "../base/errors.js";
import { halt } from "../tables/generations.js";
import { recordHistory } from "../tables/history.js";
import { addKeys, isFirst, removeKeys, type Letter } from "../tables/letters.js";
import { decide } from "./decide.js";
import { honouredBetween, isAnyDecided } from "../tables/decisions.js";
import { placeOf } from "../../contract/decisions.js";

type Owner = { worker: string; generation: Doc<"generations"> };

/** The letter that a worker tries next, due or not; `null` when it has none to try. */
export async function nextLetter(ctx: QueryCtx, worker: string): Promise<Letter | null> {
  return await ctx.db
    .query("letters")
    .withIndex("by_worker", (q) => q.eq("worker", worker).eq("status", "retrying"))
    .first();
}

/** The letter with an id that an operator gave; throws UNKNOWN_LETTER. */
export async function letterOf(ctx: QueryCtx, id: string): Promise<Letter> {
  const known = ctx.db.normalizeId("letters", id);
  const letter = known && (await ctx.db.get("letters", known));
  if (letter !== null) return letter;
  throw coreError(
    "UNKNOWN_LETTER",
    `unknown dead letter "${id}": it has been applied, or it expired`,
  );
}

/** Whether a letter is still aside: neither applied nor left out. */
export const isOpen = ({ status }: Pick<Letter, "status">): boolean =>
  status === "retrying" || status === "waiting" || status === "parked";

/**
 * Puts events aside, in the order of the log; a failure counts as the first attempt. Returns how many more events of the worker
 * are aside now.
 */
export async function putAside(
  ctx: MutationCtx,
  { worker, generation }: Owner,
  events: readonly Aside[],
): Promise<number> {
  const failed: { letter: Letter; error: Failure }[] = [];
  for (const { event, error } of events) {
    const letter = await insertLetter(ctx, { worker, generation }, event);
    if (error !== null && (await isFirst(ctx, letter))) failed.push({ letter, error });
  }
  let open = events.length;
  // After all of them are in: a letter that is left out starts the next one of its keys.
  for (const { letter, error } of failed) {
    if (await failLetter(ctx, { letter, generation }, error)) open--;
  }
  return open;
}

async function insertLetter(
  ctx: MutationCtx,
  { worker, generation: { consumer, generation } }: Owner,
  event: AsideEvent,
): Promise<Letter> {
  const edited = await editOf(ctx, { consumer, generation }, event);
  const id = await ctx.db.insert("letters", {
    ...event,
    ...(edited && { edited }),
    worker,
    consumer,
    generation,
    attempts: 0,
    putAsideAt: Date.now(),
    status: "waiting",
  });
  const letter = await ctx.db.get("letters", id);
  if (letter === null) throw new Error("a letter is gone in the transaction that inserted it");
  await addKeys(ctx, letter);
  return letter;
}

/** What an operator wrote in place of the payload of an event, before it was put aside. */
async function editOf(
  ctx: QueryCtx,
  of: Pick<Letter, "consumer" | "generation">,
  event: AsideEvent,
): Promise<Edited | null> {
  if (!(await isAnyDecided(ctx, of.consumer))) return null;
  const place = placeOf(event);
  const { honoured } = await honouredBetween(ctx, { ...of, from: place, to: place });
  return honoured[0]?.edited ?? null;
}

/** Deletes a letter that has been applied; the next letters of its keys are tried now. */
export async function removeLetter(ctx: MutationCtx, letter: Letter): Promise<void> {
  await ctx.db.delete("letters", letter._id);
  await removeKeys(ctx, letter);
}

/** Leaves a letter out for good; the next letters of its keys are tried now. The letter stays for operators to look at. */
export async function leaveOut(
  ctx: MutationCtx,
  letter: Letter,
  change: Partial<Letter> & { status: "skipped" | "discarded" },
): Promise<void> {
  const { dueAt, claimedAt, ...rest } = { ...letter, ...change };
  await ctx.db.replace("letters", letter._id, rest);
  await removeKeys(ctx, letter);
}

/** Milliseconds until the next attempt: 1 s after the first, four times as long after each further one, at most 5 min. */
export const backoffMs = (attempts: number): number =>
  Math.min(300_000, 1_000 * 4 ** Math.max(0, attempts - 1));

/** Counts a failed attempt. The letter is tried again later, or its consumer's policy applies. Returns whether it is left out. */
export async function failLetter(
  ctx: MutationCtx,
  { letter, generation }: { letter: Letter; generation: Doc<"generations"> },
  error: Failure,
): Promise<boolean> {
  const now = Date.now();
  const attempts = letter.attempts + 1;
  const { dueAt, claimedAt, ...rest } = { ...letter, attempts, error, lastTriedAt: now };
  const entry = {
    consumer: letter.consumer,
    generation: letter.generation,
    reason: `${eventLabel(letter)}: ${error.message}`,
    letter: letter._id,
  };
  if (attempts < generation.attempts) {
    const retry = { status: "retrying" as const, dueAt: now + backoffMs(attempts) };
    await ctx.db.replace("letters", letter._id, { ...rest, ...retry });
    return false;
  }
  if (generation.policy === "skip") {
    await leaveOut(ctx, letter, { ...rest, status: "skipped" });
    await decide(ctx, letter, { what: "skipped", by: "" });
    await recordHistory(ctx, { ...entry, what: "skipped" });
    return true;
  }
  await ctx.db.replace("letters", letter._id, { ...rest, status: "parked" });
  await recordHistory(ctx, { ...entry, what: "parked" });
  if (generation.policy === "halt") await halt(ctx, generation, entry.reason);
  return false;
}

/** An event as a reason names it. */
export const eventLabel = (
  event: Pick<Letter, "type" | "streamType" | "streamId" | "version">,
): string => `${event.type} (${event.streamType} ${event.streamId}, version ${event.version})`;
