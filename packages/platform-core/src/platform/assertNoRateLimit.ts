import type { AnyContext } from "../declarations/defineBoundedContext.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** Refuses an app that declares a rate limit without a component that keeps it. */
export function assertNoRateLimit(contexts: readonly AnyContext[]): void {
  for (const { name: context, commands } of contexts) {
    const limited = Object.entries(commands).find(([, { rateLimit }]) => rateLimit !== null);
    if (limited === undefined) continue;
    throw new DeclarationError(
      `createPlatform: the command ${context}.${limited[0]} has a rateLimit; mount @convex-dev/rate-limiter with app.use(rateLimiter) and pass components.rateLimiter.`,
    );
  }
}
