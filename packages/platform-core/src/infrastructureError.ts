import { ConvexError } from "convex/values";

/** What every infrastructure error carries in `ConvexError.data`, on the server and at the client. */
export type InfrastructureErrorData = {
  kind: "infrastructure";
  /** Stable, SCREAMING_SNAKE. */
  code: string;
  message: string;
  /** True when the same command, sent again under the same command id, may succeed without any change. */
  retryable: boolean;
};

/** Builds the error that rolls a command back: nothing is written and its command id stays free. */
export function infrastructureError(
  code: string,
  message: string,
  retryable = false,
): ConvexError<InfrastructureErrorData> {
  return new ConvexError({ kind: "infrastructure", code, message, retryable });
}

/** Reads the infrastructure data off a thrown value, or `null`; tests the data, never the class. */
export function infrastructureDataOf(error: unknown): InfrastructureErrorData | null {
  const data: unknown = error instanceof Error && "data" in error ? error.data : null;
  if (data === null || typeof data !== "object") return null;
  return "kind" in data && data.kind === "infrastructure" ? (data as InfrastructureErrorData) : null;
}

/** Runs one named step of a command; whatever it throws leaves as an infrastructure error that names the step. */
export async function step<T>(code: string, what: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw asInfrastructureError(error, code, what);
  }
}

/** The given error when it is one of ours already, else an infrastructure error with `code` that keeps its message. */
export function asInfrastructureError(error: unknown, code: string, what: string): unknown {
  if (infrastructureDataOf(error) !== null) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return infrastructureError(code, `${what} failed: ${reason}`);
}

/** A mistake in a declaration, thrown while modules load: says what is wrong and how to mend it. */
export class DeclarationError extends Error {
  override name = "DeclarationError";
}
