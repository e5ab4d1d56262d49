import { v, type Infer } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { audit } from "../tables/audits.js";
import { cursorOf } from "../tables/cursors.js";
import { findLetters, findLettersArgs, type FoundLetters } from "./findLetters.js";
import { remember } from "../tables/history.js";
import { isOpen, leaveOut, letterOf, removeLetter } from "./letters.js";
import { pingWorker } from "../base/wake.js";
import type { Operated } from "../../contract/letters.js";

/** One letter, or a batch of those of a filter. */
const vWhich = v.union(v.object({ letter: v.string() }), findLettersArgs);

export const operateArgs = { which: vWhich, actor: v.string() };
type Operation = { which: Infer<typeof vWhich>; actor: string };

type Letter = Doc<"letters">;

/** Tries letters again at once: their attempts are counted anew. Those that wait for others follow by themselves. */
export const retry = (ctx: MutationCtx, operation: Operation): Promise<Operated> =>
  operate(ctx, operation, { action: "retry", change: retryOne });

/** Leaves letters out for good, and has the next of their rows tried. */
export const discard = (ctx: MutationCtx, operation: Operation): Promise<Operated> =>
  operate(ctx, operation, { action: "discard", change: discardOne });

/** Deletes letters that are not tried any more, those that wait for an operator too: then the next of their rows are tried. */
export const expire = (ctx: MutationCtx, operation: Operation): Promise<Operated> =>
  operate(ctx, operation, { action: "expire", change: expireOne });

type Manner = {
  action: "retry" | "discard" | "expire";
  /** Changes a letter; returns whether it did. */
  change: (ctx: MutationCtx, letter: Letter) => Promise<boolean>;
};

async function operate(
  ctx: MutationCtx,
  { which, actor }: Operation,
  { action, change }: Manner,
): Promise<Operated> {
  const { letters, cursor } = await lettersOf(ctx, which);
  const out = new Map<string, number>();
  const changed: Letter[] = [];
  for (const letter of letters) {
    if (!(await change(ctx, letter))) continue;
    const after = await ctx.db.get("letters", letter._id);
    const isOut = isOpen(letter) && (after === null || !isOpen(after));
    out.set(letter.worker, (out.get(letter.worker) ?? 0) + (isOut ? 1 : 0));
    await audit(ctx, { actor, action, subject: letter._id, detail: described(letter) });
    changed.push(letter);
  }
  for (const [worker, count] of out) await release(ctx, worker, count);
  await rememberLetters(ctx, changed, { what: happenings[action], by: actor });
  return { changed: changed.length, cursor };
}

const happenings = { retry: "retried", discard: "discarded", expire: "expired" } as const;

/** One entry for all letters of a generation: each of them is in the audits. */
async function rememberLetters(
  ctx: MutationCtx,
  letters: readonly Letter[],
  entry: { what: (typeof happenings)[Manner["action"]]; by: string },
): Promise<void> {
  const placeOf = ({ consumer, generation }: Letter) => `${consumer}/${generation}`;
  const firsts = new Map(letters.map((letter) => [placeOf(letter), letter]));
  for (const [place, { _id, consumer, generation }] of firsts) {
    const others = letters.filter((letter) => placeOf(letter) === place).slice(1);
    const about =
      others.length === 0 ? { letter: _id } : { reason: `${others.length + 1} letters` };
    await remember(ctx, { consumer, generation, ...entry, ...about });
  }
}

async function lettersOf(ctx: MutationCtx, which: Infer<typeof vWhich>): Promise<FoundLetters> {
  if ("filter" in which) return await findLetters(ctx, which);
  return { letters: [await letterOf(ctx, which.letter)], cursor: null };
}

/** What is kept in an audit of a letter before it was changed. */
function described(letter: Letter) {
  const { consumer, generation, store, eventId, tenant, keys, status, attempts, error } = letter;
  const event = { store, eventId, tenant, keys };
  return { consumer, generation, ...event, status, attempts, error: error ?? null };
}

/** Has a worker look after its letters, so many of which are not aside any more. */
async function release(ctx: MutationCtx, worker: string, count: number): Promise<void> {
  const reader = await cursorOf(ctx, worker);
  if (reader !== null && count > 0) {
    await ctx.db.patch("cursors", reader._id, { aside: reader.aside - count });
  }
  await pingWorker(ctx, worker);
}

async function retryOne(ctx: MutationCtx, letter: Letter): Promise<boolean> {
  if (letter.status !== "parked" && letter.status !== "retrying") return false;
  const retrying = { status: "retrying" as const, attempts: 0, dueAt: Date.now() };
  await ctx.db.patch("letters", letter._id, retrying);
  return true;
}

async function discardOne(ctx: MutationCtx, letter: Letter): Promise<boolean> {
  if (!isOpen(letter)) return false;
  await leaveOut(ctx, letter, { status: "discarded" });
  return true;
}

async function expireOne(ctx: MutationCtx, letter: Letter): Promise<boolean> {
  if (letter.status === "retrying" || letter.status === "waiting") return false;
  if (isOpen(letter)) await removeLetter(ctx, letter);
  else await ctx.db.delete("letters", letter._id);
  return true;
}
