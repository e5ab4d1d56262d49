import { ConvexError, type Value } from "convex/values";

/**
 * What every infrastructure error carries in `ConvexError.data`. The data crosses component boundaries and reaches the client,
 * the class does not: test `code`, never `instanceof`.
 */
export type InfrastructureErrorData<Code extends string = string> = {
  kind: "infrastructure";
  code: Code;
  message: string;
  /** True when the same call may succeed without any change. */
  retryable: boolean;
  /** Which argument is wrong, and the limit it breaks. */
  path?: string;
  limit?: number;
  actual?: number;
  /** What a program may want to know beside the message. */
  details?: Record<string, Value>;
};

/** Makes the error that a package throws for anything but an expected result; whoever throws it has written nothing. */
export function infrastructureError<const Data extends Omit<InfrastructureErrorData, "kind">>(
  data: Data,
): ConvexError<{ kind: "infrastructure" } & Data> {
  return new ConvexError({ kind: "infrastructure", ...data });
}

/** Reads the data of an infrastructure error, from the server or at the client; `null` for any other thrown value. */
export function infrastructureDataOf(error: unknown): InfrastructureErrorData | null {
  if (typeof error !== "object" || error === null || !("data" in error)) return null;
  return isInfrastructureData(error.data) ? error.data : null;
}

const isInfrastructureData = (data: unknown): data is InfrastructureErrorData =>
  typeof data === "object" && data !== null && "kind" in data && data.kind === "infrastructure";
