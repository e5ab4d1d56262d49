import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runAppMutation } from "../base/app.js";
import { endedWithoutAnswer, letterStep } from "../base/attempts.js";
import { stopLost } from "../tables/generations.js";
import { addKeys, isFirst, removeKeys, type Letter } from "../tables/letters.js";
import { failLetter, nextLetter, removeLetter } from "./letters.js";

/** Letters tried in one transaction, and keys they may have: a few more, since the last letter is not cut. */
const mostTried = { letters: 20, keys: 300 };

/** A worker, the generation it works on, and its due letter. */
type Trying = { generation: Doc<"generations">; cursor: Doc<"cursors">; letter: Letter };

/** Tries the due letters of a worker, one after the other; the first one is due. */
export async function tryLetters(ctx: MutationCtx, trying: Trying): Promise<void> {
  const { generation, cursor } = trying;
  let out = 0;
  let keys = 0;
  let letter: Letter | null = trying.letter;
  for (
    let tries = 0;
    letter !== null && tries < mostTried.letters && keys < mostTried.keys;
    tries++
  ) {
    keys += letter.keys.length;
    if (await tryLetter(ctx, letter, generation)) out++;
    const next: Letter | null = await nextLetter(ctx, cursor.worker);
    const isNext: boolean =
      next !== null &&
      next._id !== letter._id &&
      letterStep(next, cursor, Date.now()) === "tryLetters";
    letter = isNext ? next : null;
  }
  await countTried(ctx, cursor, out);
}

/** Tries one letter that has been claimed before, since it may end its transaction. */
export async function tryClaimedLetter(ctx: MutationCtx, trying: Trying): Promise<void> {
  const { letter, generation, cursor } = trying;
  await countTried(ctx, cursor, (await tryLetter(ctx, letter, generation)) ? 1 : 0);
}

/** Commits that a letter is tried next, since it may end its transaction. */
export async function claimLetter(ctx: MutationCtx, { letter, cursor }: Trying): Promise<void> {
  await ctx.db.patch("letters", letter._id, { claimedAt: Date.now() });
  await countTried(ctx, cursor, 0);
}

/** Fails a claimed letter whose attempt has left no trace. */
export async function failClaimedLetter(ctx: MutationCtx, trying: Trying): Promise<void> {
  await countTried(ctx, trying.cursor, (await failLetter(ctx, trying, endedWithoutAnswer)) ? 1 : 0);
}

async function countTried(ctx: MutationCtx, cursor: Doc<"cursors">, out: number): Promise<void> {
  await ctx.db.patch("cursors", cursor._id, { aside: cursor.aside - out, triedAt: Date.now() });
}

/** Applies a letter if it is the first of all its keys. Rows and letter change in one transaction. Returns whether it is out. */
async function tryLetter(
  ctx: MutationCtx,
  letter: Letter,
  generation: Doc<"generations">,
): Promise<boolean> {
  if (!(await isFirst(ctx, letter))) return await wait(ctx, letter);
  const { store, eventId, tenant, keys, edited } = letter;
  const input = {
    consumer: generation.consumer,
    kind: generation.kind,
    version: generation.version,
    generation: generation.generation,
    ...{ store, eventId, tenant, keys, edited: edited ?? null, attempt: letter.attempts + 1 },
  };
  const answer = await caught(runAppMutation(ctx, "applyLetter", input));
  if ("error" in answer) {
    if (answer.error.code !== "UNDECLARED_CONSUMER") {
      return await failLetter(ctx, { letter, generation }, answer.error);
    }
    // The code is gone: no letter is to blame, and all go on when it comes back.
    await stopLost(ctx, generation);
    return false;
  }
  if (answer.keys !== null) return await moveTo(ctx, letter, answer.keys);
  await removeLetter(ctx, letter);
  return true;
}

async function wait(ctx: MutationCtx, letter: Letter): Promise<false> {
  const { claimedAt, dueAt, ...rest } = { ...letter, status: "waiting" as const };
  await ctx.db.replace("letters", letter._id, rest);
  return false;
}

/** Enters a letter under the keys that its event concerns today. */
async function moveTo(ctx: MutationCtx, letter: Letter, keys: string[]): Promise<false> {
  const { claimedAt, dueAt, ...rest } = { ...letter, keys, status: "waiting" as const };
  await ctx.db.replace("letters", letter._id, rest);
  await removeKeys(ctx, letter);
  await addKeys(ctx, rest);
  if (await isFirst(ctx, rest)) {
    await ctx.db.patch("letters", letter._id, { status: "retrying", dueAt: Date.now() });
  }
  return false;
}
