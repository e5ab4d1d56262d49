import { comparePositions } from "@convex-es/platform-base";
import type { EventStore } from "@convex-es/platform-store";
import { infrastructureError } from "../base/infrastructureError.js";
import type { Position } from "../declarations/outcome.js";
import { readFirstStored } from "../upcast/readStored.js";
import type { SnapshotContext } from "./Progress.js";

/** Throws POSITION_UNKNOWN unless an event lies at the position. Reads one document. */
export async function assertKnownPosition(
  ctx: SnapshotContext,
  stores: readonly EventStore[],
  position: Position,
): Promise<void> {
  const store = stores.find(({ name }) => name === position.store);
  if (store === undefined) throw unknown(`unknown store "${position.store}"`);
  const { commitTs, ordinal } = position;
  if (!Number.isSafeInteger(ordinal) || ordinal < 0) throw unknown("its ordinal counts no event");
  const after =
    ordinal > 0
      ? { commitTs, ordinal: ordinal - 1 }
      : { commitTs: commitTs - 1n, ordinal: Number.MAX_SAFE_INTEGER };
  const { stored } = await readFirstStored(ctx, { stores: [store], chains: new Map() }, { after });
  if (stored !== null && comparePositions(stored.position, position) === 0) return;
  throw unknown(`no event of "${position.store}" lies there`);
}

const unknown = (why: string) =>
  infrastructureError(
    "POSITION_UNKNOWN",
    `The position was not made by this deployment: ${why}. Use the one of an outcome, and forget those of other deployments.`,
  );
