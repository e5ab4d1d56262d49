import { cutText } from "@convex-es/platform-base";
import { v, type Infer } from "convex/values";

/** What an attempt failed with. */
export const vFailure = v.object({
  code: v.string(),
  message: v.string(),
  stack: v.optional(v.string()),
});
export type Failure = Infer<typeof vFailure>;

const longestFailure = { message: 2_000, stack: 8_000 };

/** A failure as it is kept: message and stack no longer than a row of a letter takes. */
export const failureFields = (failure: Failure): Failure => ({
  code: failure.code,
  message: cutText(failure.message, longestFailure.message),
  ...(failure.stack !== undefined && { stack: cutText(failure.stack, longestFailure.stack) }),
});
