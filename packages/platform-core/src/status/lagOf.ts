import type { Position } from "@convex-es/platform-base";
import type { AnyProjection } from "../declarations/defineProjection.js";
import { backlogOf } from "../readSide/backlogOf.js";
import type { SnapshotContext } from "../readSide/Progress.js";
import { servedOf, type ReadSide } from "../readSide/servedOf.js";

/** How far a read model is behind the log. */
export type Lag = {
  /** Events that concern it and have not come to it yet; `"more"` than 1,000, or further away than one query looks. */
  behind: number | "more";
  /** When the oldest of them was committed, in milliseconds since 1970; `null` for none. */
  oldest: number | null;
  /** Events that have come to it and are put aside, since they failed or wait for one that did: not among those behind. */
  aside: number;
};

const mostCountedEvents = 1_000;
const nanosecondsPerMillisecond = 1_000_000n;

/**
 * How far what is served of a read model is behind, over all tenants; nothing for one that commands keep, and "more" for one whose
 * version the code has lost. Reads the log from the worker on that is furthest behind.
 */
export async function lagOf(
  ctx: SnapshotContext,
  side: ReadSide,
  projection: AnyProjection,
): Promise<Lag> {
  const { parts, aside, isLost } = await servedOf(ctx, side, { projection, tenant: "" });
  if (isLost) return { behind: "more", oldest: null, aside };
  let behind = 0;
  let oldest: Position | null = null;
  let isWhole = true;
  for await (const page of backlogOf(ctx, parts, mostCountedEvents)) {
    oldest ??= page.positions[0] ?? null;
    behind += page.positions.length;
    isWhole = page.isDone;
    if (behind > mostCountedEvents) break;
  }
  const isMore = !isWhole || behind > mostCountedEvents;
  return { behind: isMore ? "more" : behind, oldest: timeOf(oldest), aside };
}

/** When an event was committed, in milliseconds since 1970. What the calling mutation itself has written has no commit time yet. */
export function timeOf(position: Position | null): number | null {
  if (position === null) return null;
  const { commitTs } = position;
  return typeof commitTs === "bigint" ? Number(commitTs / nanosecondsPerMillisecond) : Date.now();
}
