import type { Doc } from "../component/_generated/dataModel.js";
import type { QueryCtx } from "../component/_generated/server.js";
import type {
  CommandKey,
  CommandRecord,
  CommandStatus,
  Ending,
  KnownCommand,
  Standing,
} from "../contract/commands.js";

/** The row of a command id, or null: one index range, at most one document read. */
export async function findCommand(ctx: QueryCtx, { tenant, commandId }: CommandKey) {
  return await ctx.db
    .query("commands")
    .withIndex("by_command", (q) => q.eq("tenant", tenant).eq("commandId", commandId))
    .first();
}

type StoredOutcome = Pick<Doc<"commands">, "outcome" | "position">;

/** Splits an ending into two fields of a row: a commit fills in only a position that has a field of its own. */
export function storedOutcome(ending: Ending): StoredOutcome {
  if (ending.status !== "executed") return { outcome: ending, position: null };
  const { position, ...outcome } = ending;
  return { outcome, position };
}

/** How the command of a row stands, with the position that the commit has filled in. */
export function standingOf({ outcome, position, expiresAt }: Doc<"commands">): Standing {
  if (outcome.status === "pending") return { status: "pending", deadline: expiresAt };
  return outcome.status === "executed" ? { ...outcome, position } : outcome;
}

/** Shows the record of a command id, or null when nothing was ever committed under it. */
export async function find(ctx: QueryCtx, key: CommandKey): Promise<CommandRecord | null> {
  const row = await findCommand(ctx, key);
  if (row === null) return null;
  const { type, actorId, correlationId, causationId, startedAt, recordedAt } = row;
  const outcome = standingOf(row);
  return {
    status: outcome.status,
    outcome,
    type,
    actorId,
    correlationId,
    causationId,
    startedAt,
    recordedAt,
  };
}

/** The status of a command id. It reads the record and no clock, so a live query re-runs when that changes and only then. */
export async function status(ctx: QueryCtx, key: CommandKey): Promise<CommandStatus> {
  const row = await findCommand(ctx, key);
  return row === null ? { status: "unknown" } : knownCommand(row);
}

/** A row as its status is shown. */
export function knownCommand(row: Doc<"commands">): KnownCommand {
  const { commandId, type, actorId, correlationId, causationId, startedAt, recordedAt } = row;
  const outcome = standingOf(row);
  const durationMs = outcome.status === "pending" ? null : recordedAt - startedAt;
  return {
    status: outcome.status,
    outcome,
    events: outcome.status === "executed" ? outcome.events : [],
    timing: { startedAt, recordedAt, durationMs },
    commandId,
    type,
    actorId,
    correlationId,
    causationId,
  };
}
