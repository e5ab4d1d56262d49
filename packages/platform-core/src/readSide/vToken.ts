import { v } from "convex/values";

/** A position as a client sends it back: one that has been committed, so never a placeholder. */
export const vToken = v.union(
  v.null(),
  v.object({ commitTs: v.int64(), ordinal: v.number(), store: v.string() }),
);
