import type { Position } from "../declarations/outcome.js";

/** What a reader may wait for: a position, or whatever a command ended with. */
export type After =
  | Position
  | { readonly status: string; readonly position?: Position | null | undefined }
  | null
  | undefined;

/**
 * The read-your-writes token of an outcome: the position of the command's last event, `null` when nothing is left to wait for,
 * because the command changed nothing, was rejected, or has not ended yet.
 */
export function tokenOf(after: After): Position | null {
  if (after === null || after === undefined) return null;
  return "status" in after ? (after.position ?? null) : after;
}
