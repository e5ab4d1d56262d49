import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { backoffMs } from "../base/backoff.js";
import { coreError } from "../base/errors.js";
import { remember } from "../tables/history.js";
import { removeKeys } from "../tables/letterKeys.js";
import type { Failure } from "../../contract/failure.js";

type Letter = Doc<"letters">;

/** The letter of a worker that is tried next, due or not; `null` when none is. */
export async function nextLetter(ctx: QueryCtx, worker: string): Promise<Letter | null> {
  return await ctx.db
    .query("letters")
    .withIndex("by_worker", (q) => q.eq("worker", worker).eq("status", "retrying"))
    .first();
}

/** The letter of an id that came from outside; throws UNKNOWN_LETTER. */
export async function letterOf(ctx: QueryCtx, id: string): Promise<Letter> {
  const known = ctx.db.normalizeId("letters", id);
  const letter = known && (await ctx.db.get("letters", known));
  if (letter !== null) return letter;
  throw coreError(
    "UNKNOWN_LETTER",
    `There is no dead letter ${id}: it has been applied, or it expired.`,
  );
}

/** Whether a letter is still aside: not applied and not left out. */
export const isOpen = ({ status }: Pick<Letter, "status">): boolean =>
  status === "retrying" || status === "waiting" || status === "parked";

/** Ends a letter that has been applied: nothing is left of it, and the next of its rows is tried. */
export async function removeLetter(ctx: MutationCtx, letter: Letter): Promise<void> {
  await ctx.db.delete("letters", letter._id);
  await removeKeys(ctx, letter);
}

/** Leaves a letter out for good, and has the next of its rows tried; it is kept to be looked at. */
export async function leaveOut(
  ctx: MutationCtx,
  letter: Letter,
  change: Partial<Letter> & { status: "skipped" | "discarded" },
): Promise<void> {
  const { dueAt, claimedAt, ...rest } = { ...letter, ...change };
  await ctx.db.replace("letters", letter._id, rest);
  await removeKeys(ctx, letter);
}

/** Counts a failed attempt of a letter: it is tried again later, or what the policy says becomes of it. Returns whether it is out. */
export async function failLetter(
  ctx: MutationCtx,
  { letter, generation }: { letter: Letter; generation: Doc<"generations"> },
  error: Failure,
): Promise<boolean> {
  const now = Date.now();
  const attempts = letter.attempts + 1;
  const { dueAt, claimedAt, ...rest } = { ...letter, attempts, error, lastTriedAt: now };
  if (attempts < generation.attempts) {
    const retry = { status: "retrying" as const, dueAt: now + backoffMs(attempts) };
    await ctx.db.replace("letters", letter._id, { ...rest, ...retry });
    return false;
  }
  if (generation.policy === "skip") {
    await leaveOut(ctx, letter, { ...rest, status: "skipped" });
    await rememberLetter(ctx, letter, { what: "skipped", error });
    return true;
  }
  await ctx.db.replace("letters", letter._id, { ...rest, status: "parked" });
  await rememberLetter(ctx, letter, { what: "parked", error });
  if (generation.policy === "halt")
    await halt(ctx, generation, `${placeOf(letter)}: ${error.message}`);
  return false;
}

type Fate = { what: "parked" | "skipped"; error: Failure };

async function rememberLetter(ctx: MutationCtx, letter: Letter, { what, error }: Fate) {
  const { _id, consumer, generation } = letter;
  const reason = `${placeOf(letter)}: ${error.message}`;
  await remember(ctx, { consumer, generation, what, reason, letter: _id });
}

/** Stops the workers of a generation until an operator lets them go on. */
export async function halt(
  ctx: MutationCtx,
  generation: Doc<"generations">,
  reason: string,
): Promise<void> {
  await ctx.db.patch("generations", generation._id, { status: { kind: "halted", reason } });
  const { consumer, generation: number } = generation;
  await remember(ctx, { consumer, generation: number, what: "halted", reason });
}

/** An event, as a reason names it. */
export const placeOf = (event: Pick<Letter, "type" | "streamType" | "streamId" | "version">) =>
  `${event.type} (${event.streamType} ${event.streamId}, version ${event.version})`;
