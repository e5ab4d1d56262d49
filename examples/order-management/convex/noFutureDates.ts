import { defineMiddleware, refuse, stepOrder } from "@convex-es/platform-core/middleware";

const issue = { path: "meta.occurredAt", message: "must not be in the future" };

/** Around every command: what is imported must have happened. */
export const noFutureDates = defineMiddleware("noFutureDates", {
  order: stepOrder.domainValidation,
  before: (_ctx, { meta: { occurredAt }, now }) => {
    if (occurredAt === undefined || occurredAt <= now) return;
    const outcome = refuse("INVALID_INPUT", `${issue.path} ${issue.message}`, { issues: [issue] });
    return { outcome };
  },
});
