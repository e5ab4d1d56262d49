import { settle } from "@convex-es/platform-bus/library";
import type { MutationCtx } from "../component/_generated/server.js";
import type { OpenArgs, Opened } from "../contract/commands.js";
import { loadState } from "./heads.js";

/** Settles an attempt; only a new one reads its stream's head. At most two documents, one for a repeat. */
export async function open(
  ctx: MutationCtx,
  { tenant, stream, attempt }: OpenArgs,
): Promise<Opened> {
  if (attempt !== undefined) {
    const settlement = await settle(ctx, { tenant, ...attempt });
    if (settlement.status !== "new") return { settlement, head: null };
  }
  return { settlement: { status: "new" }, head: await loadState(ctx, { tenant, ...stream }) };
}
