import type { RateLimit } from "../../declarations/command.js";
import { step } from "../../base/infrastructureError.js";
import { refused, type Refused } from "../../declarations/outcome.js";
import { identityOf, type Call } from "../Call.js";
import { stepOrder } from "../Step.js";
import { middlewareOf, type Middleware } from "./Middleware.js";

/**
 * Takes one token per attempt of a command that declares a limit, per tenant, caller and command; without one left the attempt
 * is refused as RATE_LIMITED. A repeat takes none, and an infrastructure error gives it back.
 */
export const rateLimit: Middleware = middlewareOf({
  name: "rateLimit",
  order: stepOrder.rateLimit,
  before: (call) => {
    const { rateLimit: limit } = call.command;
    return limit === null || call.isSystem ? null : take(call, limit);
  },
});

async function take(call: Call, { rate, period, capacity = rate }: RateLimit) {
  const { ctx, context, name, runtime } = call;
  const { rateLimiter } = runtime;
  const { id, tenant } = identityOf(call).actor;
  const answer = await step("RATE_LIMIT_FAILED", "The rate limiter", () => {
    if (rateLimiter === undefined) throw new Error("pass components.rateLimiter to createPlatform");
    return ctx.runMutation(rateLimiter.lib.rateLimit, {
      name: `${context}.${name}`,
      key: JSON.stringify([tenant, id]),
      config: { kind: "token bucket", rate, period, capacity },
    });
  });
  return answer.ok ? null : limited(Math.ceil(answer.retryAfter));
}

function limited(retryAfter: number): Refused {
  const message = `You send this command too often; the next attempt may succeed in ${retryAfter} ms.`;
  return refused("RATE_LIMITED", message, { retryAfter });
}
