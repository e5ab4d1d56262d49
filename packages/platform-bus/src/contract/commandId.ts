import { busError } from "./errors.js";

const COMMAND_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** Whether a value can be a command id: 1–128 characters of `A-Z a-z 0-9 . _ : -`. */
export function isCommandId(value: unknown): value is string {
  return typeof value === "string" && COMMAND_ID.test(value);
}

/** Throws `INVALID_COMMAND_ID` (a `ConvexError`) unless the value can be a command id. */
export function assertCommandId(value: unknown): asserts value is string {
  if (isCommandId(value)) return;
  const shown = typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : typeof value;
  throw busError(
    "INVALID_COMMAND_ID",
    `a command id is 1 to 128 characters of A-Z a-z 0-9 . _ : -, not ${shown}.`,
  );
}
