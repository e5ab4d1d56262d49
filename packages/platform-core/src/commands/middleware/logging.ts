import { stepOrder } from "../Step.js";
import { middlewareOf, type Middleware } from "./Middleware.js";

/** Writes one line per command: REPORT for an outcome, INFO for a refusal, ERROR for what rolled it back. */
export const logging: Middleware = middlewareOf({
  name: "logging",
  order: stepOrder.logging,
  before: async (call) => {
    await call.runtime.log.started(call);
    return null;
  },
  after: (call, outcome) => call.runtime.log.ended(call, outcome),
  failed: (call, error) => call.runtime.log.failed(call, error),
});
