import { scanLogs } from "@convex-es/platform-store/log";
import type { MutationContext } from "../base/untypedTables.js";
import type { InputOf } from "../contract/operations.js";
import { platformState, setAwake } from "./platformState.js";
import type { Consumers } from "./Consumers.js";

/**
 * Notes for commands that the dispatcher has to be woken, unless something was appended after its cursor. It looks at the very end
 * of the log: a command that appends meanwhile either comes first, and is seen, or runs again and wakes the dispatcher.
 */
export async function fallAsleep(
  ctx: MutationContext,
  { stores }: Consumers,
  { after }: InputOf<"fallAsleep">,
): Promise<boolean> {
  const { events } = await scanLogs(ctx, stores.all, { after, limit: 1 });
  if (events > 0) return false;
  await setAwake(ctx.db, await platformState(ctx.db), false);
  return true;
}
