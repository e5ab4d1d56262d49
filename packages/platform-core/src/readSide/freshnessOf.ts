import { comparePositions } from "@convex-es/platform-base";
import { cursorAt, hasReached, narrowCursor } from "@convex-es/platform-store/log";
import type { Freshness } from "../client/Freshness.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { Position } from "../declarations/outcome.js";
import { assertKnownPosition } from "./assertKnownPosition.js";
import type { SnapshotContext } from "./Progress.js";
import { readPending } from "./readPending.js";
import { servedOf, type Part, type ReadSide } from "./servedOf.js";

/** What a reader wants to see: a read model, a tenant's rows of it, up to a position; `null`: there is nothing to wait for. */
export type AskedFreshness = {
  projection: AnyProjection;
  tenant: string;
  position: Position | null;
};

/**
 * Whether a read model shows a tenant everything up to a position: no event it handles lies between its cursors and there. Throws
 * POSITION_UNKNOWN for a position that this deployment did not make.
 */
export async function freshnessOf(
  ctx: SnapshotContext,
  side: ReadSide,
  { projection, tenant, position }: AskedFreshness,
): Promise<Freshness> {
  if (position === null) return "fresh";
  await assertKnownPosition(ctx, side.readModels.stores.all, position);
  const { parts, isLost } = await servedOf(ctx, side, { projection, tenant });
  if (isLost) return "stale";
  for (const part of parts) if (await isBehind(ctx, part, { tenant, position })) return "stale";
  return "fresh";
}

const eventsPerLook = 50;
const mostPages = 10;

async function isBehind(
  ctx: SnapshotContext,
  part: Part,
  { tenant, position }: { tenant: string; position: Position },
): Promise<boolean> {
  const target = cursorOfPart(position, part);
  let after = part.cursor;
  for (let page = 0; page < mostPages; page++) {
    if (hasReached(after, target)) return false;
    const next = await readPending(ctx, part, { tenant, after, limit: eventsPerLook });
    const [first] = next.pending;
    if (first !== undefined) return comparePositions(first.stored.position, position) <= 0;
    if (next.isDone) return false;
    after = next.cursor;
  }
  return true;
}

/** The place of a position in the logs that a read model is made of, which need not hold the event itself. */
function cursorOfPart(position: Position, { consumer }: Part): string {
  const stores = consumer.source.stores.map(({ name }) => name);
  const all = [...new Set([...stores, position.store])];
  return narrowCursor(cursorAt(position, all), stores);
}
