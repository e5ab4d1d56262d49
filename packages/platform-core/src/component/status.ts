import { v } from "convex/values";
import { query } from "./_generated/server.js";
import { seenUpTo as seenUpToOf } from "../server/loop/dispatcher.js";
import { consumerStatuses } from "../server/status/consumerStatuses.js";
import { countLetters, countLettersArgs } from "../server/letters/findLetters.js";
import { historyArgs, historyOf } from "../server/tables/history.js";
import { vConsumerStatus, vConsumerHistory } from "../contract/status.js";
import { vLetterCounts } from "../contract/letters.js";

/** Every generation of every consumer, or of one, and how far it has come. */
export const list = query({
  args: { consumer: v.optional(v.string()) },
  returns: v.array(vConsumerStatus),
  handler: consumerStatuses,
});

/** How far the dispatcher has looked through the log; `null` before its first look. */
export const seenUpTo = query({
  args: {},
  returns: v.union(v.null(), v.string()),
  handler: (ctx) => seenUpToOf(ctx),
});

/** The number of letters of a generation, by status. */
export const letters = query({
  args: countLettersArgs,
  returns: vLetterCounts,
  handler: countLetters,
});

/** What happened to a consumer, newest first. */
export const history = query({
  args: historyArgs,
  returns: vConsumerHistory,
  handler: historyOf,
});
