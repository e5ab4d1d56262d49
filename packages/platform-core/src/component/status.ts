import { v } from "convex/values";
import { query } from "./_generated/server.js";
import { consumerStatuses } from "../server/status/consumerStatuses.js";
import { countLetters, countLettersArgs } from "../server/letters/countLetters.js";
import { historyArgs, historyOf } from "../server/tables/history.js";
import { vConsumerStatus, vConsumerHistory } from "../contract/status.js";
import { vLetterCounts } from "../contract/letters.js";

/** Every generation of every consumer, or of one, and how far it is. */
export const list = query({
  args: { consumer: v.optional(v.string()) },
  returns: v.array(vConsumerStatus),
  handler: consumerStatuses,
});

/** How many letters a generation has of each status. */
export const letters = query({
  args: countLettersArgs,
  returns: vLetterCounts,
  handler: countLetters,
});

/** What happened to a consumer's consumers, newest first. */
export const history = query({
  args: historyArgs,
  returns: vConsumerHistory,
  handler: historyOf,
});
