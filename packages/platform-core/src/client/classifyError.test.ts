import { ConvexError } from "convex/values";
import { expect, test } from "vitest";
import { classifyError } from "./classifyError.js";

test("OR-2 an error of ours keeps its code, wherever its class was lost", () => {
  const data = { kind: "infrastructure", code: "CONFLICT", message: "m", retryable: true };
  expect(classifyError(new ConvexError(data))).toEqual(data);
  expect(classifyError({ data })).toEqual(data);
});

const messages: [message: string, code: string, retryable: boolean][] = [
  [
    'Documents read from or written to the "streams" table changed while this mutation was being run and on every subsequent retry.',
    "CONTENTION",
    true,
  ],
  ["OptimisticConcurrencyControlFailure", "CONTENTION", true],
  [
    "ArgumentValidationError: Object is missing the required field `owner`",
    "INVALID_ARGUMENTS",
    false,
  ],
  ["Validator error: Expected `string`, got `number`", "INVALID_ARGUMENTS", false],
  ["ReturnsValidationError: Value does not match validator", "INVALID_RESULT", false],
  ["Too many reads in a single function execution (limit: 4096)", "LIMIT_EXCEEDED", false],
  [
    "Too many documents read in a single function execution (limit: 32000)",
    "LIMIT_EXCEEDED",
    false,
  ],
  ["Value is too large (2 MiB > maximum size 1 MiB)", "LIMIT_EXCEEDED", false],
  ["Function execution timed out (maximum duration: 1s)", "TIMEOUT", true],
  ["Your request timed out.", "TIMEOUT", true],
  ["Too many concurrent requests in a short period of time.", "OVERLOADED", true],
  ["ExpiredInQueue", "OVERLOADED", true],
  ["fetch failed", "NETWORK", true],
  ["Failed to fetch", "NETWORK", true],
  ["Load failed", "NETWORK", true],
  ["NetworkError when attempting to fetch resource.", "NETWORK", true],
  ["connect ECONNREFUSED 127.0.0.1:3210", "NETWORK", true],
  ["Connection lost while mutation was in flight", "NETWORK", true],
  ["[Request ID: 1f2] Server Error", "SERVER_ERROR", false],
  ["Uncaught Error: the neural network says no", "SERVER_ERROR", false],
  ["The order is too expensive", "SERVER_ERROR", false],
  ["", "SERVER_ERROR", false],
];

test.each(messages)("OR-2 %j is %s, worth a retry: %s", (message, code, retryable) => {
  expect(classifyError(new Error(message))).toEqual({
    kind: "infrastructure",
    code,
    message,
    retryable,
  });
});

test.each([
  undefined,
  null,
  "text",
  7,
  { data: null },
  { data: { kind: "other" } },
  new ConvexError("text"),
])("OR-2 whatever else was thrown is SERVER_ERROR: %s", (thrown) => {
  expect(classifyError(thrown)).toMatchObject({ code: "SERVER_ERROR", retryable: false });
});
