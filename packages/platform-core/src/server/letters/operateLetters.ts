import { v, type Infer, type ObjectType } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { vEdited, type Operated } from "../../contract/letters.js";
import { pingWorker } from "../base/workers.js";
import { cursorRowOf } from "../tables/cursors.js";
import { audit, recordHistory } from "../tables/history.js";
import { findLetters, findLettersArgs, type FoundLetters } from "./findLetters.js";
import { isOpen, leaveOut, letterOf, removeLetter } from "./letters.js";

/** One letter, or a batch of those of a filter. */
const vWhich = v.union(v.object({ letter: v.string() }), findLettersArgs);

export const operateArgs = { which: vWhich, actor: v.string() };
type Operation = { which: Infer<typeof vWhich>; actor: string };

type Letter = Doc<"letters">;

/** Tries letters again now, their attempts counted from zero. Letters that wait for them follow by themselves. */
export const retry = (ctx: MutationCtx, operation: Operation): Promise<Operated> =>
  operate(ctx, operation, { action: "retry", change: retryOne });

/** Leaves letters out for good; the next letters of their keys are tried now. */
export const discard = (ctx: MutationCtx, operation: Operation): Promise<Operated> =>
  operate(ctx, operation, { action: "discard", change: discardOne });

/** Deletes letters that are parked, skipped or discarded; the next letters of their keys are tried now. */
export const expire = (ctx: MutationCtx, operation: Operation): Promise<Operated> =>
  operate(ctx, operation, { action: "expire", change: expireOne });

type Change = {
  action: "retry" | "discard" | "expire";
  /** Changes a letter; returns whether it did. */
  change: (ctx: MutationCtx, letter: Letter) => Promise<boolean>;
};

async function operate(
  ctx: MutationCtx,
  { which, actor }: Operation,
  { action, change }: Change,
): Promise<Operated> {
  const { letters, cursor } = await lettersMeant(ctx, which);
  const out = new Map<string, number>();
  const changed: Letter[] = [];
  for (const letter of letters) {
    if (!(await change(ctx, letter))) continue;
    const after = await ctx.db.get("letters", letter._id);
    const isOut = isOpen(letter) && (after === null || !isOpen(after));
    out.set(letter.worker, (out.get(letter.worker) ?? 0) + (isOut ? 1 : 0));
    await audit(ctx, { actor, action, subject: letter._id, detail: auditDetail(letter) });
    changed.push(letter);
  }
  for (const [worker, count] of out) await release(ctx, worker, count);
  await recordLetters(ctx, changed, { what: entryOf[action], by: actor });
  return { changed: changed.length, cursor };
}

const entryOf = { retry: "retried", discard: "discarded", expire: "expired" } as const;

/** Records one entry for all letters of a generation; the audits have each of them. */
async function recordLetters(
  ctx: MutationCtx,
  letters: readonly Letter[],
  entry: { what: (typeof entryOf)[Change["action"]]; by: string },
): Promise<void> {
  const generationName = ({ consumer, generation }: Letter) => `${consumer}/${generation}`;
  const firsts = new Map(letters.map((letter) => [generationName(letter), letter]));
  for (const [name, { _id, consumer, generation }] of firsts) {
    const others = letters.filter((letter) => generationName(letter) === name).slice(1);
    const about =
      others.length === 0 ? { letter: _id } : { reason: `${others.length + 1} letters` };
    await recordHistory(ctx, { consumer, generation, ...entry, ...about });
  }
}

async function lettersMeant(ctx: MutationCtx, which: Infer<typeof vWhich>): Promise<FoundLetters> {
  if ("filter" in which) return await findLetters(ctx, which);
  return { letters: [await letterOf(ctx, which.letter)], cursor: null };
}

/** What an audit keeps of a letter as it was before. */
function auditDetail(letter: Letter) {
  const { consumer, generation, store, eventId, tenant, keys, status, attempts, error } = letter;
  return {
    consumer,
    generation,
    store,
    eventId,
    tenant,
    keys,
    status,
    attempts,
    error: error ?? null,
  };
}

/** Wakes a worker some of whose letters are not aside any more. */
async function release(ctx: MutationCtx, worker: string, count: number): Promise<void> {
  const cursor = await cursorRowOf(ctx, worker);
  if (cursor !== null && count > 0) {
    await ctx.db.patch("cursors", cursor._id, { aside: cursor.aside - count });
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

export const editLetterArgs = {
  letter: v.string(),
  edited: vEdited,
  /** What the payload was before. */
  before: v.any(),
  actor: v.string(),
};

/** Writes a payload in place of the stored one, for this letter only; the next attempt uses it. */
export async function edit(
  ctx: MutationCtx,
  { letter: id, edited, actor, ...was }: ObjectType<typeof editLetterArgs>,
): Promise<null> {
  const before: unknown = was.before;
  const letter = await letterOf(ctx, id);
  await ctx.db.patch("letters", letter._id, { edited });
  const detail = { before: letter.edited ?? before, after: edited };
  await audit(ctx, { actor, action: "edit", subject: letter._id, detail });
  return null;
}
