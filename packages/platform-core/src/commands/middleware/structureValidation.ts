import { invalid, structureIssue } from "../envelope.js";
import { stepOrder } from "../Step.js";
import { middlewareOf, type Middleware } from "./Middleware.js";

/** Refuses a call of a wrong form as INVALID_INPUT: its envelope, ids, sizes, and the shape its command declares. */
export const structureValidation: Middleware = middlewareOf({
  name: "structureValidation",
  order: stepOrder.structureValidation,
  before: (call) => {
    const issue = structureIssue(call.command, call, call.runtime.limits);
    return issue === null ? null : invalid([issue]);
  },
});
