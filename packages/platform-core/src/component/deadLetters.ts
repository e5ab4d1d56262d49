import { v } from "convex/values";
import { mutation, query } from "./_generated/server.js";
import { auditsOf, vAudit } from "../server/tables/audits.js";
import { editLetter, editLetterArgs } from "../server/letters/editLetter.js";
import { findLetters, findLettersArgs } from "../server/letters/findLetters.js";
import { vLetter } from "../server/tables/letterFields.js";
import { letterOf } from "../server/letters/letters.js";
import * as operations from "../server/letters/operateLetters.js";
import { vOperated } from "../contract/letters.js";

const { operateArgs } = operations;

/** Events that are aside, or were left out, some at a time in the order of the log. */
export const list = query({
  args: findLettersArgs.fields,
  returns: v.object({ letters: v.array(vLetter), cursor: v.union(v.number(), v.null()) }),
  handler: findLetters,
});

/** One of them. */
export const get = query({
  args: { letter: v.string() },
  returns: vLetter,
  handler: (ctx, { letter }) => letterOf(ctx, letter),
});

/** Tries some again at once, in order. */
export const retry = mutation({
  args: operateArgs,
  returns: vOperated,
  handler: operations.retry,
});

/** Leaves some out for good. */
export const discard = mutation({
  args: operateArgs,
  returns: vOperated,
  handler: operations.discard,
});

/** Deletes those that nobody tries any more. */
export const expire = mutation({
  args: operateArgs,
  returns: vOperated,
  handler: operations.expire,
});

/** Writes another payload for one of them. */
export const edit = mutation({
  args: editLetterArgs,
  returns: v.null(),
  handler: editLetter,
});

/** What operators did to one of them, or to a consumer, newest first. */
export const audits = query({
  args: { subject: v.string() },
  returns: v.array(vAudit),
  handler: auditsOf,
});
