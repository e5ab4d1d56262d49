import { v } from "convex/values";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";

export const auditFields = {
  /** Who, as the app told. */
  actor: v.string(),
  action: v.union(
    v.literal("retry"),
    v.literal("edit"),
    v.literal("discard"),
    v.literal("expire"),
    v.literal("pause"),
    v.literal("resume"),
  ),
  /** A letter or a consumer. */
  subject: v.string(),
  at: v.number(),
  /** What it was before, and what it is now. */
  detail: v.any(),
};
export const vAudit = v.object({
  _id: v.id("audits"),
  _creationTime: v.number(),
  ...auditFields,
});
type Action = (typeof auditFields)["action"]["type"];

/** Notes down what an operator did, in the transaction in which it is done. */
export async function audit(
  ctx: MutationCtx,
  entry: { actor: string; action: Action; subject: string; detail: unknown },
): Promise<void> {
  await ctx.db.insert("audits", { ...entry, at: Date.now() });
}

/** What operators did to a letter or a consumer, newest first. */
export async function auditsOf(
  ctx: QueryCtx,
  { subject }: { subject: string },
): Promise<Doc<"audits">[]> {
  return await ctx.db
    .query("audits")
    .withIndex("by_subject", (q) => q.eq("subject", subject))
    .order("desc")
    .take(200);
}
