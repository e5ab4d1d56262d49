import type { Infer } from "convex/values";
import type { QueryCtx } from "../../component/_generated/server.js";
import { findApp, runAppQuery } from "../base/app.js";
import type { DispatcherCursor, vDispatchBatch } from "./dispatch.js";

/** After so many events everyone moves on, so that no cursor stays far behind because of events that do not concern it. */
const sweepAfter = 200;

const idle = { kind: "idle", cooldownMs: 600, pollIntervalMs: 200 } as const;

type Found = { kind: "work"; batch: Infer<typeof vDispatchBatch>; cursor: DispatcherCursor };

/** Looks for what has been appended since the dispatcher last looked, or declared since. */
export async function findEvents(
  ctx: QueryCtx,
  { cursor: from = { cursor: null, sinceSweep: 0 } }: { cursor?: DispatcherCursor },
): Promise<Found | typeof idle> {
  const declared = (await findApp(ctx))?.declared ?? null;
  const input = { after: from.cursor, declared };
  const found = await runAppQuery(ctx, "findEvents", input);
  const { scanned, declarations, hash } = found;
  if (scanned === 0 && declarations === null) return idle;
  const sinceSweep = from.sinceSweep + scanned;
  const sweeps = sinceSweep >= sweepAfter || declarations !== null;
  const targets = found.upTo.filter(({ consumer }) => sweeps || found.matched.includes(consumer));
  return {
    kind: "work",
    batch: { targets, declared: declarations && { hash, declarations } },
    cursor: { cursor: found.cursor, sinceSweep: sweeps ? 0 : sinceSweep },
  };
}
