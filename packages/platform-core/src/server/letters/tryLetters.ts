import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { endedWithoutAnswer, modeOf, type Mode } from "../tables/claim.js";
import { failLetter, nextLetter } from "./letters.js";
import { tryLetter } from "./tryLetter.js";

/** Letters tried in one transaction, and rows they may concern: a bit more, since the last one is not cut. */
const most = { letters: 20, rows: 300 };

type Letter = Doc<"letters">;

/** A worker that has begun, and the generation it works on. */
type Trying = { worker: string; generation: Doc<"generations">; reader: Doc<"cursors"> };

/** Tries the letters of a worker that are due; returns whether there were any. */
export async function tryLetters(ctx: MutationCtx, trying: Trying): Promise<boolean> {
  const { generation, reader } = trying;
  const first = await dueLetter(ctx, reader);
  if (first === null) return false;
  const mode = modeOfLetter(first, reader);
  const out =
    mode === "work"
      ? await tryAll(ctx, trying, first)
      : await tryAlone(ctx, { letter: first, generation, mode });
  const change = { aside: reader.aside - out, triedAt: Date.now() };
  await ctx.db.patch("cursors", reader._id, change);
  return true;
}

async function dueLetter(ctx: MutationCtx, reader: Doc<"cursors">): Promise<Letter | null> {
  if (reader.aside === 0) return null;
  const letter = await nextLetter(ctx, reader.worker);
  return letter !== null && (letter.dueAt ?? 0) <= Date.now() ? letter : null;
}

function modeOfLetter(letter: Letter, reader: Doc<"cursors">): Mode {
  const { claimedAt, dueAt = 0, error } = letter;
  const since = Math.max(dueAt, reader.movedAt, reader.triedAt ?? 0);
  const mode = modeOf({ now: Date.now(), since, claimedAt });
  // What has ended a transaction before is expected to do so again.
  return mode === "work" && error?.code === endedWithoutAnswer.code ? "claim" : mode;
}

/** Tries one after the other; returns how many are not aside any more. */
async function tryAll(
  ctx: MutationCtx,
  { generation, reader }: Trying,
  first: Letter,
): Promise<number> {
  let out = 0;
  let rows = 0;
  let letter: Letter | null = first;
  for (let tries = 0; letter !== null && tries < most.letters && rows < most.rows; tries++) {
    rows += letter.keys.length;
    if (await tryLetter(ctx, { letter, generation })) out++;
    const next: Letter | null = await dueLetter(ctx, reader);
    if (next?._id === letter._id) return out;
    letter = next;
    if (letter !== null && modeOfLetter(letter, reader) !== "work") return out;
  }
  return out;
}

/** One that may end its transaction: claimed, then tried; found claimed again, it has failed. */
async function tryAlone(
  ctx: MutationCtx,
  { letter, generation, mode }: { letter: Letter; generation: Doc<"generations">; mode: Mode },
): Promise<number> {
  if (mode === "claimed") return (await tryLetter(ctx, { letter, generation })) ? 1 : 0;
  if (letter.claimedAt === undefined) {
    await ctx.db.patch("letters", letter._id, { claimedAt: Date.now() });
    return 0;
  }
  return (await failLetter(ctx, { letter, generation }, endedWithoutAnswer)) ? 1 : 0;
}
