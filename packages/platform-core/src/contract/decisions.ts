import { v, type Infer } from "convex/values";
import { vAsideEvent, vEdited } from "./letters.js";

export const vDecisionWhat = v.union(
  /** An operator left the event out: the letter was discarded, or it expired before it was applied. */
  v.literal("discarded"),
  /** The policy of the read model left it out. */
  v.literal("skipped"),
  /** An operator wrote another payload. */
  v.literal("edited"),
);

export const vDecision = v.object({
  id: v.string(),
  consumer: v.string(),
  /** The generation whose letter it was made about. It goes with that one while it is built, and holds once it is served. */
  generation: v.number(),
  ...vAsideEvent.fields,
  what: vDecisionWhat,
  /** The payload, and the version of the event that it is written in. */
  edited: v.optional(vEdited),
  /** Who made it; `""` for the policy. */
  by: v.string(),
  at: v.number(),
});
/** What was decided about an event that a read model could not apply: rebuilds and verifications honour it. */
export type Decision = Infer<typeof vDecision>;

export const vDecisionFilter = v.object({
  consumer: v.string(),
  tenant: v.optional(v.string()),
  what: v.optional(vDecisionWhat),
});
/** Which decisions about a consumer are meant: those that have all of it. */
export type ComponentDecisionFilter = Infer<typeof vDecisionFilter>;

/** What a page honours: an event that is left out, or (`edited`) read with another payload. */
export const vHonoured = v.object({
  store: v.string(),
  eventId: v.string(),
  keys: v.array(v.string()),
  edited: v.union(v.null(), vEdited),
});
export type Honoured = Infer<typeof vHonoured>;

export const vHonouredPage = v.object({
  honoured: v.array(vHonoured),
  /** Up to which place these are all, where there are more; `null`: up to the end of what was asked for. */
  upTo: v.union(v.null(), v.string()),
});

export const vHonouredCounts = v.object({ leftOut: v.number(), edited: v.number() });
/** How many events were left out, or applied with another payload, because somebody decided so. */
export type HonouredCounts = Infer<typeof vHonouredCounts>;

/** Counts of several together. */
export const addHonoured = (...all: (HonouredCounts | undefined)[]): HonouredCounts => ({
  leftOut: all.reduce((sum, one) => sum + (one?.leftOut ?? 0), 0),
  edited: all.reduce((sum, one) => sum + (one?.edited ?? 0), 0),
});

/** A place in the order of the logs, as text that sorts like it. */
export const placeOf = (at: { commitTs: bigint; ordinal: number; store: string }): string =>
  `${String(at.commitTs).padStart(20, "0")}/${String(at.ordinal).padStart(10, "0")}/${at.store}`;
