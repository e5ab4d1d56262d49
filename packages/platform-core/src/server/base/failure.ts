import { v, type Infer } from "convex/values";

/** What an attempt failed with. */
export const vFailure = v.object({
  code: v.string(),
  message: v.string(),
  stack: v.optional(v.string()),
});
export type Failure = Infer<typeof vFailure>;

const longest = { message: 2_000, stack: 8_000 };

/** What is kept of something thrown by the app. */
export function failureOf(error: unknown): Failure {
  const { code, message, stack } = dataOf(error);
  return {
    code: typeof code === "string" ? code : "SERVER_ERROR",
    message: (typeof message === "string" ? message : messageOf(error)).slice(0, longest.message),
    ...(typeof stack === "string" && { stack: stack.slice(0, longest.stack) }),
  };
}

function dataOf(error: unknown): Record<string, unknown> {
  const data: unknown =
    typeof error === "object" && error !== null && "data" in error ? error.data : null;
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
