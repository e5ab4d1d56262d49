import { v, type ObjectType } from "convex/values";
import type { MutationCtx } from "../../component/_generated/server.js";
import { audit } from "../tables/audits.js";
import { letterOf } from "./letters.js";
import { vEdited } from "../../contract/letters.js";

export const editLetterArgs = {
  letter: v.string(),
  edited: vEdited,
  /** What the payload was before. */
  before: v.any(),
  actor: v.string(),
};

/** Writes a payload in place of the stored one, for this letter only; it is used when the letter is tried next. */
export async function editLetter(
  ctx: MutationCtx,
  { letter: id, edited, actor, ...was }: ObjectType<typeof editLetterArgs>,
): Promise<null> {
  const before: unknown = was.before;
  const letter = await letterOf(ctx, id);
  await ctx.db.patch("letters", letter._id, { edited });
  const detail = { before: letter.edited ?? before, after: edited };
  await audit(ctx, { actor, action: "edit", subject: letter._id, detail });
  return null;
}
