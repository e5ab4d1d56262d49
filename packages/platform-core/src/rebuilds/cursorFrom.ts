import { cursorAt } from "@convex-es/platform-store/log";
import type { Subscription } from "../consumers/Subscription.js";
import { infrastructureError } from "../base/infrastructureError.js";
import { assertKnownPosition } from "../readSide/assertKnownPosition.js";
import type { Position } from "../declarations/outcome.js";
import type { MutationContext } from "../base/untypedTables.js";

/** The cursor behind a position, in the logs that a read model is made of. Throws POSITION_UNKNOWN for one made elsewhere. */
export async function cursorFrom(
  ctx: MutationContext,
  { source }: Subscription,
  position: Position | null,
): Promise<string> {
  const stores = source.stores.map(({ name }) => name);
  const problem = position === null ? isNull : positionProblem(ctx, stores, position);
  if (problem === null && position !== null) {
    await assertKnownPosition(ctx, source.stores, position);
    return cursorAt(position, stores);
  }
  throw infrastructureError(
    "POSITION_UNKNOWN",
    `The position is not from a store this read model reads: ${problem}.`,
  );
}

const isNull = "it is null, as the position of a command that changed nothing; leave `from` out";

function positionProblem(
  ctx: MutationContext,
  stores: readonly string[],
  { commitTs, ordinal, store }: Position,
): string | null {
  if (!stores.includes(store)) return `its events are in ${stores.join(", ")}, not in "${store}"`;
  if (typeof commitTs !== "bigint") return "it has not been committed";
  if (!Number.isSafeInteger(ordinal) || ordinal < 0) return "its ordinal is not a whole number";
  const now = ctx.meta.getSnapshotTs();
  return commitTs > now ? "it lies in the future of this deployment" : null;
}
