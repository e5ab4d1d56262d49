import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx } from "../../component/_generated/server.js";
import { remember } from "./history.js";

/** Stops the workers of a generation whose code is gone, with nothing lost: they go on when it comes back. */
export async function suspend(
  ctx: MutationCtx,
  { _id, consumer, generation }: Doc<"generations">,
): Promise<null> {
  await ctx.db.patch("generations", _id, { status: { kind: "removed" } });
  await remember(ctx, { consumer, generation, what: "removed" });
  return null;
}
