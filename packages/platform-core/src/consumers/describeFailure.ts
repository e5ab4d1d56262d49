import { ConvexError } from "convex/values";
import { classifyMessage } from "../base/classifyMessage.js";
import { infrastructureDataOf, messageOf } from "../base/infrastructureError.js";
import { failureFields, type Failure } from "../contract/failure.js";

/** What an operator is told of something thrown: its code, and the stack of the user's own error where there is one. */
export function describeFailure(error: unknown): Failure {
  const code =
    infrastructureDataOf(error)?.code ??
    classifyMessage(messageOf(error))?.code ??
    "PROJECTION_FAILED";
  const stack = error instanceof Error ? error.stack : undefined;
  return failureFields({ code, message: messageOf(error), ...(stack !== undefined && { stack }) });
}

/** Lets an operation tell who called it what went wrong: of an error that leaves a transaction only its data is left. */
export const describing =
  <Ctx, Input, Answer>(operation: (ctx: Ctx, input: Input) => Promise<Answer>) =>
  async (ctx: Ctx, input: Input): Promise<Answer> => {
    try {
      return await operation(ctx, input);
    } catch (error) {
      const failure = { kind: "infrastructure", retryable: false, ...describeFailure(error) };
      throw new ConvexError(failure);
    }
  };
