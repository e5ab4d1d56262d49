import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { vOperated } from "../contract/letters.js";
import { findLetters, findLettersArgs } from "../server/letters/findLetters.js";
import { letterOf } from "../server/letters/letters.js";
import * as operations from "../server/letters/operateLetters.js";
import { auditsOf, vAudit } from "../server/tables/history.js";
import { vLetter } from "../server/tables/letters.js";

const { operateArgs } = operations;

/** Letters that match a filter, some at a time, oldest first. */
export const list = query({
  args: findLettersArgs.fields,
  returns: v.object({ letters: v.array(vLetter), cursor: v.union(v.number(), v.null()) }),
  handler: findLetters,
});

/** One letter. */
export const get = query({
  args: { letter: v.string() },
  returns: vLetter,
  handler: (ctx, { letter }) => letterOf(ctx, letter),
});

/** Tries letters again now. */
export const retry = mutation({
  args: operateArgs,
  returns: vOperated,
  handler: operations.retry,
});

/** Leaves letters out for good. */
export const discard = mutation({
  args: operateArgs,
  returns: vOperated,
  handler: operations.discard,
});

/** Deletes letters that are parked, skipped or discarded. */
export const expire = mutation({
  args: operateArgs,
  returns: vOperated,
  handler: operations.expire,
});

/** Writes another payload for a letter. */
export const edit = mutation({
  args: operations.editLetterArgs,
  returns: v.null(),
  handler: operations.edit,
});

/** What operators did to a letter or a consumer, newest first. */
export const audits = query({
  args: { subject: v.string() },
  returns: v.array(vAudit),
  handler: auditsOf,
});
