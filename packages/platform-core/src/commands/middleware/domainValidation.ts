import { invalid } from "../envelope.js";
import { stepOrder } from "../Step.js";
import { issuesOf } from "../../declarations/refinement.js";
import { middlewareOf, type Middleware } from "./Middleware.js";

/** Refuses values that the command's zod schemas do not take as INVALID_INPUT, all of them at once. */
export const domainValidation: Middleware = middlewareOf({
  name: "domainValidation",
  order: stepOrder.domainValidation,
  before: ({ command, args }) => {
    const issues = issuesOf(command.args, args);
    return issues.length === 0 ? null : invalid(issues);
  },
});
