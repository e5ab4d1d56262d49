import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runAppMutation } from "../base/app.js";
import { addKeys, isFirst, removeKeys } from "../tables/letterKeys.js";
import { failLetter, removeLetter } from "./letters.js";
import { suspend } from "../tables/suspend.js";

type Tried = { letter: Doc<"letters">; generation: Doc<"generations"> };

/** Tries a letter if it is the first of all its rows; rows and letter change in one transaction. Returns whether it is out. */
export async function tryLetter(ctx: MutationCtx, tried: Tried): Promise<boolean> {
  const { letter, generation } = tried;
  if (!(await isFirst(ctx, letter))) return await wait(ctx, letter);
  const { consumer, kind, version } = generation;
  const { store, eventId, tenant, keys, edited } = letter;
  const event = { store, eventId, tenant, keys, edited: edited ?? null };
  const input = { consumer, kind, version, generation: generation.generation, ...event };
  const answer = await caught(runAppMutation(ctx, "applyLetter", input));
  if ("error" in answer) {
    const isGone = answer.error.code === "UNDECLARED_CONSUMER";
    return isGone ? await giveUp(ctx, generation) : await failLetter(ctx, tried, answer.error);
  }
  const { keys: others } = answer;
  if (others !== null) return await moveTo(ctx, letter, others);
  await removeLetter(ctx, letter);
  return true;
}

/** The code is gone, and no letter is to blame: all of them go on when it comes back. */
async function giveUp(ctx: MutationCtx, generation: Doc<"generations">): Promise<false> {
  await suspend(ctx, generation);
  return false;
}

async function wait(ctx: MutationCtx, letter: Doc<"letters">): Promise<false> {
  const { claimedAt, dueAt, ...rest } = { ...letter, status: "waiting" as const };
  await ctx.db.replace("letters", letter._id, rest);
  return false;
}

/** Puts a letter among those of the rows it concerns today. */
async function moveTo(ctx: MutationCtx, letter: Doc<"letters">, keys: string[]): Promise<false> {
  const { claimedAt, dueAt, ...rest } = { ...letter, keys, status: "waiting" as const };
  await ctx.db.replace("letters", letter._id, rest);
  await removeKeys(ctx, letter);
  await addKeys(ctx, rest);
  if (await isFirst(ctx, rest)) {
    await ctx.db.patch("letters", letter._id, { status: "retrying", dueAt: Date.now() });
  }
  return false;
}
