import type { MutationCtx } from "../../component/_generated/server.js";
import type { Failure } from "../../contract/failure.js";
import { caught, runStaleAppQuery } from "../base/app.js";
import { endedWithoutAnswer } from "../base/attempts.js";
import { backoffMs, eventLabel, putAside } from "../letters/letters.js";
import { atBeginning, changeCursor, movedOn, moveCursor } from "../tables/cursors.js";
import { halt } from "../tables/generations.js";
import { pageInput, type Work } from "./applyPage.js";

// Narrows down which event makes a page fail, in smaller and smaller pages, until a single event is to blame.

/** A claimed page is so many times smaller than the one before. */
const shrink = 32;

/** Commits that the next page is tried, smaller each time, since it may end its transaction without a trace. */
export async function claimPage(ctx: MutationCtx, { worker, cursor: found }: Work): Promise<void> {
  const { limit, claim } = found ?? atBeginning;
  const times = limit === 1 ? (claim?.times ?? 0) + 1 : 1;
  const suspects = Math.max(limit, claim?.suspects ?? 0);
  const change = {
    limit: Math.max(1, Math.floor(limit / shrink)),
    claim: { at: Date.now(), times, suspects },
  };
  await changeCursor(ctx, worker, { found, change });
}

/** After a page failed, and its writes were rolled back: tries half as many events, or puts the only one aside. */
export async function halvePage(ctx: MutationCtx, work: Work, error: Failure): Promise<void> {
  const { limit, claim } = work.cursor ?? atBeginning;
  if (limit === 1) return await putNextAside(ctx, work, { error, times: 0 });
  const change = {
    limit: Math.floor(limit / 2),
    failure: { ...error, times: 0 },
    ...(claim && { claim: { ...claim, at: Date.now() } }),
  };
  await changeCursor(ctx, work.worker, { found: work.cursor, change });
}

/** Puts the next event aside: it was claimed several times, and no attempt left a trace. */
export async function putClaimedAside(ctx: MutationCtx, work: Work): Promise<void> {
  const times = work.cursor?.claim?.times ?? 0;
  await putNextAside(ctx, work, { error: endedWithoutAnswer, times });
}

/** `times`: how often the event has been claimed; from the third time on, its keys are found without the app's code. */
type PageFault = { error: Failure; times: number };

async function putNextAside(
  ctx: MutationCtx,
  work: Work,
  { error, times }: PageFault,
): Promise<void> {
  const { worker, generation, cursor: found } = work;
  const input = { ...(await pageInput(ctx, work)), isCodeRun: times < 3 };
  const next = (await caught(runStaleAppQuery(ctx, "nextEvent", input))) ?? { error };
  if ("error" in next) return await retryLater(ctx, work, next.error);
  const { event, problem, cursor } = next;
  if (problem !== null) return await halt(ctx, generation, `${eventLabel(event)}: ${problem}`);
  const events = event.keys.length > 0 ? [{ event, error }] : [];
  const aside = await putAside(ctx, { worker, generation }, events);
  const fields = movedOn(found ?? atBeginning, { cursor, handled: 0, aside, isDone: false });
  await moveCursor(ctx, worker, { found, fields });
}

/** No event is to blame: everything is tried again after a while. */
async function retryLater(
  ctx: MutationCtx,
  { worker, cursor: found }: Work,
  error: Failure,
): Promise<void> {
  const times = (found?.failure?.times ?? 0) + 1;
  const failure = { ...error, times, retryAt: Date.now() + backoffMs(times) };
  await changeCursor(ctx, worker, { found, change: { failure, claim: undefined } });
}
