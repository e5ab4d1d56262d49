import type { MutationCtx } from "../component/_generated/server.js";
import { failOverdue } from "./endCommand.js";
import { findCommand } from "./findCommand.js";
import type { CommandKey } from "../contract/shared.js";

/** Turns a command that is still pending at its deadline into a failed one; a job that comes late or twice does nothing. */
export async function failAtDeadline(
  ctx: MutationCtx,
  { deadline, ...key }: CommandKey & { deadline: number },
): Promise<null> {
  const seen = await findCommand(ctx, key);
  // The deadline tells this command from a later one under the same id.
  const isDue = seen?.outcome.status === "pending" && seen.expiresAt === deadline;
  if (isDue) await failOverdue(ctx, seen);
  return null;
}
