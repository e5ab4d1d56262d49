import type { QueryCtx } from "../component/_generated/server.js";
import { describeCommand } from "./describeCommand.js";
import { findCommand } from "./findCommand.js";
import type { CommandKey, CommandStatus } from "../contract/shared.js";

/** The status of a command id, from its record alone, so that a live query re-runs when that changes and only then. */
export async function status(ctx: QueryCtx, key: CommandKey): Promise<CommandStatus> {
  const seen = await findCommand(ctx, key);
  return seen === null ? { status: "unknown" } : describeCommand(seen);
}
