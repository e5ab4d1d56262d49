import { takePage } from "@convex-es/platform-base";
import type { Doc } from "../component/_generated/dataModel.js";
import type { MutationCtx } from "../component/_generated/server.js";
import { clampLimit } from "../contract/checks.js";
import type { Records, Taken } from "../contract/commands.js";

/** The most that one batch takes. */
const moveBatch = { documents: 200, bytes: 4 * 1_024 * 1_024 };

/**
 * Takes records out of this component, oldest first, to be put into another one in the same mutation. Pending commands stay: their
 * deadlines are scheduled here, and they end here.
 */
export async function takeRecords(ctx: MutationCtx, { limit }: { limit: number }): Promise<Taken> {
  const documents = clampLimit(limit, moveBatch.documents);
  const commands = await takePage(endedCommands(ctx), { ...moveBatch, documents });
  const left = { ...moveBatch, documents: documents - commands.taken.length };
  const misuses =
    left.documents === 0
      ? { taken: [], isDone: false }
      : await takePage(ctx.db.query("misuses"), left);
  for (const row of commands.taken) await ctx.db.delete("commands", row._id);
  for (const row of misuses.taken) await ctx.db.delete("misuses", row._id);
  return {
    commands: commands.taken.map(withoutSystemFields),
    misuses: misuses.taken.map(withoutSystemFields),
    isDone: commands.isDone && misuses.isDone,
  };
}

/** Puts records where they answer from now on, each as it was taken: with its outcome, its time and the time it is kept until. */
export async function putRecords(ctx: MutationCtx, records: Records): Promise<null> {
  for (const row of records.commands) await ctx.db.insert("commands", row);
  for (const row of records.misuses) await ctx.db.insert("misuses", row);
  return null;
}

type Ended = Omit<Doc<"commands">, "outcome" | "committedAt"> & Records["commands"][number];

// What this mutation recorded itself has no commit time yet.
async function* endedCommands(ctx: MutationCtx): AsyncGenerator<Ended> {
  for await (const { outcome, committedAt, ...row } of ctx.db.query("commands")) {
    if (outcome.status === "pending" || typeof committedAt !== "bigint") continue;
    yield { ...row, outcome, committedAt };
  }
}

function withoutSystemFields<Row extends { _id: unknown; _creationTime: number }>({
  _id,
  _creationTime,
  ...row
}: Row) {
  return row;
}
