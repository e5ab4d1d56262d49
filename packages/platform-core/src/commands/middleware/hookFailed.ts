import { refused, type Refused } from "../../declarations/outcome.js";
import type { InputIssue } from "../../declarations/refusalCodes.js";

/** The refusal of a command because a before-hook failed. */
export const hookFailed = (hook: string, reason: string, issues?: InputIssue[]): Refused =>
  refused("HOOK_FAILED", `The before-hook of the middleware "${hook}" failed: ${reason}`, {
    hook,
    ...(issues && { issues }),
  });
