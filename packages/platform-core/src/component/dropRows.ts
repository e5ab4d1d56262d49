import type { Doc } from "./_generated/dataModel.js";
import type { MutationCtx } from "./_generated/server.js";
import { tellApp } from "./app.js";
import { cursorOf } from "./cursors.js";
import { workersOf } from "./workerName.js";

/** Deletes a batch of the rows of a generation that is no longer served, and at the end all that is known of it. */
export async function dropRows(ctx: MutationCtx, row: Doc<"generations">): Promise<void> {
  const { projection, generation } = row;
  const { tenant } = await tellApp<{ tenant: string | null }>(ctx, {
    op: "dropRows",
    input: { projection, generation, tenant: row.dropping ?? null },
  });
  if (tenant !== null) return await ctx.db.patch("generations", row._id, { dropping: tenant });
  for (const worker of workersOf(row)) await forget(ctx, worker);
  await ctx.db.delete("generations", row._id);
}

async function forget(ctx: MutationCtx, worker: string): Promise<void> {
  const cursor = await cursorOf(ctx, worker);
  if (cursor !== null) await ctx.db.delete("cursors", cursor._id);
  const due = await ctx.db
    .query("due")
    .withIndex("by_worker", (q) => q.eq("worker", worker))
    .unique();
  if (due !== null) await ctx.db.delete("due", due._id);
}
