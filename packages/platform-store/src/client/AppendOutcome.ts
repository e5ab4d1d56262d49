import type { AppendResult, Conflict } from "../contract/appendResult.js";
import type { CloseResult } from "../server/closeStream.js";
import { placed, placedAll, type Placed, type RecordedEvent } from "./placed.js";

type Of<Status, Result = AppendResult> = Extract<Result, { status: Status }>;

export type Conflicted = {
  status: "conflict";
  conflicts: (Omit<Conflict, "events"> & { events: RecordedEvent[] })[];
};

/** What an append returns: all of it was written, now (`appended`) or by an earlier attempt (`duplicate`), or nothing was. */
export type AppendOutcome =
  | Placed<Of<"appended">>
  | Placed<Of<"duplicate">>
  | Conflicted
  | Of<"closed">
  | Of<"keyReused">
  | Of<"partialDuplicate">;

/** The result of an append at the store `name`, for the app. */
export function outcomeOf(result: AppendResult, name: string): AppendOutcome {
  if (result.status === "appended" || result.status === "duplicate") return placed(result, name);
  return result.status === "conflict" ? conflictedOf(result, name) : result;
}

/** Conflicts at the store `name`, for the app. */
export function conflictedOf({ conflicts }: Of<"conflict", CloseResult>, name: string): Conflicted {
  const withPositions = conflicts.map((conflict) => ({
    ...conflict,
    events: placedAll(conflict.events, name),
  }));
  return { status: "conflict", conflicts: withPositions };
}
