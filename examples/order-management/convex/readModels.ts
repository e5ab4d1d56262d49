import { v } from "convex/values";
import { internalMutation, internalQuery } from "./_generated/server";
import { platform } from "./platform";

const vReadModel = { projection: v.string() };

export const pause = internalMutation({
  args: vReadModel,
  handler: (ctx, { projection }) => platform.pauseProjection(ctx, projection),
});

export const resume = internalMutation({
  args: vReadModel,
  handler: (ctx, { projection }) => platform.resumeProjection(ctx, projection),
});

/** Live: events that a read model could not apply, and those that wait for them. */
export const deadLetters = internalQuery({
  args: { ...vReadModel, cursor: v.optional(v.number()) },
  handler: (ctx, { projection, cursor }) =>
    platform.deadLetters.list(ctx, { consumer: projection }, { cursor }),
});

export const retry = internalMutation({
  args: { letter: v.string() },
  handler: (ctx, { letter }) => platform.deadLetters.retry(ctx, letter),
});

export const discard = internalMutation({
  args: { letter: v.string() },
  handler: (ctx, { letter }) => platform.deadLetters.discard(ctx, letter),
});

/** Live: events that were left out, or applied with another payload, because somebody decided so. */
export const decisions = internalQuery({
  args: { ...vReadModel, cursor: v.optional(v.number()) },
  handler: (ctx, { projection, cursor }) =>
    platform.decisions.list(ctx, { consumer: projection }, { cursor }),
});

/** Forgets a decision: the next rebuild applies the event as it is stored. */
export const forgetDecision = internalMutation({
  args: { decision: v.string() },
  handler: (ctx, { decision }) => platform.decisions.forget(ctx, decision),
});

/** Builds a read model from its events again, all of it or one tenant's rows, while the old one is served. */
export const rebuild = internalMutation({
  args: { ...vReadModel, tenant: v.optional(v.string()) },
  handler: (ctx, { projection, tenant }) => platform.rebuilds.start(ctx, projection, { tenant }),
});

/** Compares what is served with a fresh fold of the events. */
export const verify = internalMutation({
  args: vReadModel,
  handler: (ctx, { projection }) => platform.verifyProjection(ctx, projection),
});

/** Live: how far the latest rebuild or verification is, and what it has found. */
export const progress = internalQuery({
  args: vReadModel,
  handler: (ctx, { projection }) => platform.rebuilds.status(ctx, projection),
});
