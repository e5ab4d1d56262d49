import type { MutationCtx } from "../../component/_generated/server.js";
import { caught, runStaleAppQuery } from "../base/app.js";
import { backoffMs } from "../base/backoff.js";
import { atBeginning, changeCursor, movedOn, moveCursor } from "../tables/cursors.js";
import { halt, placeOf } from "../letters/letters.js";
import { pageInput } from "./pageInput.js";
import { putAside } from "../letters/putAside.js";
import type { Task } from "./Task.js";
import type { Failure } from "../../contract/failure.js";
import type { NextEvent } from "../../contract/operations.js";

type Blame = {
  error: Failure;
  /** How often it has been claimed: after a third time none of the app's code is run to find its rows. */
  times: number;
};

/** Puts the event behind the cursor aside, which is to blame for a failure, and moves on. */
export async function putNextAside(ctx: MutationCtx, task: Task, blame: Blame): Promise<null> {
  const { worker, generation, reader } = task;
  const next = await findNext(ctx, task, blame);
  if ("error" in next) return await waitAndSee(ctx, task, next.error);
  const { event, problem, cursor } = next;
  if (problem !== null) {
    await halt(ctx, generation, `${placeOf(event)}: ${problem}`);
    return null;
  }
  const events = event.keys.length > 0 ? [{ event, error: blame.error }] : [];
  const aside = await putAside(ctx, { worker, generation }, events);
  const move = { cursor, handled: 0, aside, isDone: false };
  await moveCursor(ctx, worker, { found: reader, fields: movedOn(reader ?? atBeginning, move) });
  return null;
}

async function findNext(
  ctx: MutationCtx,
  task: Task,
  { error, times }: Blame,
): Promise<NextEvent | { error: Failure }> {
  const input = { ...pageInput(task), isCodeRun: times < 3 };
  return (await caught(runStaleAppQuery(ctx, "nextEvent", input))) ?? { error };
}

/** No event is to blame: everything is tried again, after a while. */
async function waitAndSee(
  ctx: MutationCtx,
  { worker, reader }: Task,
  error: Failure,
): Promise<null> {
  const times = (reader?.failure?.times ?? 0) + 1;
  const failure = { ...error, times, retryAt: Date.now() + backoffMs(times) };
  await changeCursor(ctx, worker, { found: reader, change: { failure, claim: undefined } });
  return null;
}
