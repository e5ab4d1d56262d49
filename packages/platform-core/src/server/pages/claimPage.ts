import type { MutationCtx } from "../../component/_generated/server.js";
import { atBeginning, changeCursor } from "../tables/cursors.js";
import type { Task } from "./Task.js";

/** A claimed page is so much smaller than the one before. */
const shrink = 32;

/**
 * Says, in a transaction of its own, that the next page is tried: a smaller one each time, until it is a single event, which is to
 * blame when it is claimed again.
 */
export async function claimPage(ctx: MutationCtx, { worker, reader: found }: Task): Promise<null> {
  const { limit, claim } = found ?? atBeginning;
  const times = limit === 1 ? (claim?.times ?? 0) + 1 : 1;
  const suspects = Math.max(limit, claim?.suspects ?? 0);
  await changeCursor(ctx, worker, {
    found,
    change: {
      limit: Math.max(1, Math.floor(limit / shrink)),
      claim: { at: Date.now(), times, suspects },
    },
  });
  return null;
}
