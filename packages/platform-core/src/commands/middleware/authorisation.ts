import { step } from "../../base/infrastructureError.js";
import { behaviourOf } from "../../declarations/makeCommand.js";
import { refused } from "../../declarations/outcome.js";
import { identityOf } from "../Call.js";
import { stepOrder } from "../Step.js";
import { middlewareOf, type Middleware } from "./Middleware.js";

/** Asks the command's `authorise`; anything but `true` is refused as FORBIDDEN. */
export const authorisation: Middleware = middlewareOf({
  name: "authorisation",
  order: stepOrder.authorisation,
  before: async (call) => {
    const { authorise } = behaviourOf(call.command);
    if (authorise === null || call.isSystem) return null;
    const allowed: unknown = await step("AUTHORISE_FAILED", "The command's authorise", () =>
      authorise(identityOf(call).actor, call.args),
    );
    if (allowed === true) return null;
    return refused("FORBIDDEN", "You are not allowed to send this command.", null);
  },
});
