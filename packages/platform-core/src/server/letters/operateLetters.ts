import { comparePositions } from "@convex-es/platform-base";
import { v, type Infer, type ObjectType } from "convex/values";
import type { MutationCtx } from "../../component/_generated/server.js";
import { vEdited, type Operated } from "../../contract/letters.js";
import { coreError } from "../base/errors.js";
import { pingWorker } from "../base/workers.js";
import { addKeys, firstLetterOf, removeKeys, type Letter } from "../tables/letters.js";
import { cursorRowOf } from "../tables/cursors.js";
import { audit, recordHistory } from "../tables/history.js";
import { decide, startOver } from "./decide.js";
import { findLetters, findLettersArgs, type FoundLetters } from "./findLetters.js";
import { isOpen, leaveOut, letterOf, removeLetter } from "./letters.js";

/** One letter, or a batch of those of a filter. */
const vWhich = v.union(v.object({ letter: v.string() }), findLettersArgs);

export const operateArgs = { which: vWhich, actor: v.string() };
type LetterOperation = { which: Infer<typeof vWhich>; actor: string };

/** Rows that the letters of one transaction may have, and a few more: each takes about six index ranges of 4,096. */
const mostOperated = { rows: 400 };

/** Tries letters again now, their attempts counted from zero. Letters that wait for them follow by themselves. */
export const retry = (ctx: MutationCtx, operation: LetterOperation): Promise<Operated> =>
  operate(ctx, operation, { action: "retry", change: retryOne });

/** Leaves letters out for good; the next letters of their keys are tried now. */
export const discard = (ctx: MutationCtx, operation: LetterOperation): Promise<Operated> =>
  operate(ctx, operation, { action: "discard", change: discardOne });

/** Deletes letters that are parked, skipped or discarded; the next letters of their keys are tried now. */
export const expire = (ctx: MutationCtx, operation: LetterOperation): Promise<Operated> =>
  operate(ctx, operation, { action: "expire", change: expireOne });

type LetterChange = {
  action: "retry" | "discard" | "expire";
  /** Changes a letter; returns whether it did. */
  change: (ctx: MutationCtx, letter: Letter, actor: string) => Promise<boolean>;
};

async function operate(
  ctx: MutationCtx,
  { which, actor }: LetterOperation,
  { action, change }: LetterChange,
): Promise<Operated> {
  const { letters, cursor } = await lettersMeant(ctx, which, action);
  const out = new Map<string, number>();
  const changed: Letter[] = [];
  for (const letter of letters) {
    if (!(await change(ctx, letter, actor))) continue;
    const after = await ctx.db.get("letters", letter._id);
    const isOut = isOpen(letter) && (after === null || !isOpen(after));
    out.set(letter.worker, (out.get(letter.worker) ?? 0) + (isOut ? 1 : 0));
    await audit(ctx, { actor, action, subject: letter._id, detail: auditDetail(letter) });
    changed.push(letter);
  }
  if (changed.length === 0 && "letter" in which) throw unchanged(action, letters[0]);
  for (const [worker, count] of out) await release(ctx, worker, count);
  await recordLetters(ctx, changed, { what: entryOf[action], by: actor });
  if (action !== "retry") await startOver(ctx, changed.filter(isOpen), actor);
  return { changed: changed.length, cursor };
}

const entryOf = { retry: "retried", discard: "discarded", expire: "expired" } as const;

/** Records one entry for all letters of a generation; the audits have each of them. */
async function recordLetters(
  ctx: MutationCtx,
  letters: readonly Letter[],
  entry: { what: (typeof entryOf)[LetterChange["action"]]; by: string },
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

/** A letter, or those of a filter: failed ones, unless it names another status, so that no healthy event is touched by the way. */
async function lettersMeant(
  ctx: MutationCtx,
  which: Infer<typeof vWhich>,
  action: LetterChange["action"],
): Promise<FoundLetters> {
  if ("letter" in which) return { letters: [await letterOf(ctx, which.letter)], cursor: null };
  const found = await findLetters(ctx, which, mostOperated);
  if (action !== "discard" || which.filter.status !== undefined) return found;
  return { ...found, letters: found.letters.filter(({ status }) => status !== "waiting") };
}

const whyUnchanged: Record<Letter["status"], string> = {
  retrying: "it is still being tried; discard it instead",
  waiting: "it waits for an earlier event of its rows, and follows by itself",
  parked: "it waits for an operator",
  skipped:
    "later events of its rows have been applied; forget that decision and rebuild to bring it back",
  discarded:
    "later events of its rows have been applied; forget that decision and rebuild to bring it back",
};

/** Why an operation on one letter leaves it as it is. */
function unchanged(action: LetterChange["action"] | "edit", letter: Letter | undefined) {
  const { status = "parked", _id = "" } = letter ?? {};
  return coreError(
    "LETTER_UNCHANGED",
    `dead letter "${_id}" is ${status}, so ${action} changes nothing: ${whyUnchanged[status]}`,
  );
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

async function discardOne(ctx: MutationCtx, letter: Letter, by: string): Promise<boolean> {
  if (!isOpen(letter)) return false;
  await leaveOut(ctx, letter, { status: "discarded" });
  await decide(ctx, letter, { what: "discarded", by });
  return true;
}

async function expireOne(ctx: MutationCtx, letter: Letter, by: string): Promise<boolean> {
  if (letter.status === "retrying" || letter.status === "waiting") return false;
  if (isOpen(letter)) {
    await removeLetter(ctx, letter);
    await decide(ctx, letter, { what: "discarded", by });
  } else await ctx.db.delete("letters", letter._id);
  return true;
}

export const editLetterArgs = {
  letter: v.string(),
  edited: vEdited,
  /** The rows that it concerns with that payload; none: it concerns no row any more. */
  keys: v.array(v.string()),
  /** What the payload was before. */
  before: v.any(),
  actor: v.string(),
};

/** Writes a payload in place of the stored one, for this letter only; the next attempt uses it. */
export async function edit(
  ctx: MutationCtx,
  { letter: id, edited, keys, actor, ...was }: ObjectType<typeof editLetterArgs>,
): Promise<null> {
  const before: unknown = was.before;
  const letter = await letterOf(ctx, id);
  if (!isOpen(letter)) throw unchanged("edit", letter);
  await ctx.db.patch("letters", letter._id, { edited });
  if (keys.length > 0) await moveInOrder(ctx, letter, keys);
  const concerned = keys.length > 0 ? keys : letter.keys;
  await decide(ctx, { ...letter, keys: concerned }, { what: "edited", edited, by: actor });
  const detail = { before: letter.edited ?? before, after: edited };
  await audit(ctx, { actor, action: "edit", subject: letter._id, detail });
  await startOver(ctx, [letter], actor);
  return null;
}

/**
 * Enters a letter under the rows of its edited event; throws INVALID_EVENT for a row of which no earlier event is aside: later ones
 * may have been applied already, and this one would come out of their order.
 */
async function moveInOrder(ctx: MutationCtx, letter: Letter, keys: string[]): Promise<void> {
  const others = keys.filter((key) => !letter.keys.includes(key));
  for (const key of others) {
    const first = await firstLetterOf(ctx, { ...letter, key });
    const earlier = first && (await ctx.db.get("letters", first));
    if (earlier && isBefore(earlier, letter)) continue;
    throw coreError(
      "INVALID_EVENT",
      `the edited payload of ${letter.type} concerns the row "${key}", whose later events have been applied; a letter stays with its rows (${letter.keys.join(", ")}): discard it, and send a command that does what is wanted`,
    );
  }
  if (others.length === 0 && keys.length === letter.keys.length) return;
  const moved = { ...letter, keys };
  await ctx.db.patch("letters", letter._id, { keys });
  await removeKeys(ctx, letter);
  await addKeys(ctx, moved);
}

const isBefore = (a: Letter, b: Letter): boolean =>
  comparePositions(
    { commitTs: a.commitTs, ordinal: a.ordinal, store: a.store },
    { commitTs: b.commitTs, ordinal: b.ordinal, store: b.store },
  ) < 0;
