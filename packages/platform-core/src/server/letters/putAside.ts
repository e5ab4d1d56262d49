import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { addKeys, isFirst } from "../tables/letterKeys.js";
import { failLetter } from "./letters.js";
import type { Aside, AsideEvent } from "../../contract/letters.js";
import type { Failure } from "../../contract/failure.js";

type Owner = { worker: string; generation: Doc<"generations"> };

/** Puts events aside, in the order of the log, each failure its first attempt; returns how many more of the worker's are aside now. */
export async function putAside(
  ctx: MutationCtx,
  { worker, generation }: Owner,
  events: readonly Aside[],
): Promise<number> {
  const failed: { letter: Doc<"letters">; error: Failure }[] = [];
  for (const { event, error } of events) {
    const letter = await insertLetter(ctx, { worker, generation }, event);
    if (error !== null && (await isFirst(ctx, letter))) failed.push({ letter, error });
  }
  let open = events.length;
  // Only now that all of them wait: leaving one out has the next of its rows tried.
  for (const { letter, error } of failed) {
    if (await failLetter(ctx, { letter, generation }, error)) open--;
  }
  return open;
}

async function insertLetter(
  ctx: MutationCtx,
  { worker, generation: { consumer, generation } }: Owner,
  event: AsideEvent,
): Promise<Doc<"letters">> {
  const id = await ctx.db.insert("letters", {
    ...event,
    ...{ worker, consumer, generation, attempts: 0, putAsideAt: Date.now() },
    status: "waiting",
  });
  const letter = await ctx.db.get("letters", id);
  if (letter === null) throw new Error("A letter was lost in the transaction that wrote it.");
  await addKeys(ctx, letter);
  return letter;
}
