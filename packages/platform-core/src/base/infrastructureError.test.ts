import type { ConvexError } from "convex/values";
import { describe, expect, test } from "vitest";
import {
  asInfrastructureError,
  commandFailure,
  framesOf,
  infrastructureDataOf,
  infrastructureError,
} from "./infrastructureError.js";

function lookUp(): never {
  throw new TypeError("customer is undefined");
}

function thrown(run: () => never): Error {
  try {
    return run();
  } catch (error) {
    return error as Error;
  }
}

describe("a failure of user code", () => {
  const cause = thrown(lookUp);

  test.each([
    ["of a step", () => asInfrastructureError(cause, "DECIDE_FAILED", "A decision on Order")],
    ["of a whole command", () => commandFailure(cause, "orders.submitOrder")],
  ])("OR-10 %s keeps its cause, and shows where that was thrown", (_, make) => {
    const failure = make() as ConvexError<string>;
    expect(failure.cause).toBe(cause);
    expect(failure.stack).toMatch(/customer is undefined.*\n\s+at lookUp \(/);
    expect(failure.stack).toContain("infrastructureError.test.ts");
    expect(infrastructureDataOf(failure)?.message).toContain("failed: customer is undefined");
  });

  test("OR-10 what is an infrastructure error already stays as it is", () => {
    const known = infrastructureError("CONFLICT", "send it again", true);
    expect(commandFailure(known, "orders.submitOrder")).toBe(known);
    expect(asInfrastructureError(known, "DECIDE_FAILED", "A decision")).toBe(known);
  });

  test("OR-10 its frames are those of the innermost cause", () => {
    const outer = new Error("outer", { cause: new Error("middle", { cause }) });
    expect(framesOf(outer)).toEqual(framesOf(cause));
    expect(framesOf("a text")).toEqual([]);
  });
});
