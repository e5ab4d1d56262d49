import type { Doc } from "../component/_generated/dataModel.js";
import { busError } from "../contract/errors.js";

/** Where a page of a correlation ended: the commit, and the place of the row among those of the commit. */
export type Place = { committedAt: bigint; createdAt: number };

const CURSOR = /^(\d{1,19})_(\d{1,16}(?:\.\d{1,16})?)$/;

/** Writes the place of a committed row as an opaque cursor. */
export function cursorAt({ committedAt, _creationTime }: Doc<"commands">): string {
  return `${String(committedAt)}_${_creationTime}`;
}

/** Reads a cursor; throws `INVALID_CURSOR` for a text that is none. */
export function placeOf(cursor: string): Place {
  const [, commit, created] = CURSOR.exec(cursor) ?? [];
  const committedAt = BigInt(commit ?? -1);
  if (commit === undefined || BigInt.asIntN(64, committedAt) !== committedAt) {
    throw busError(
      "INVALID_CURSOR",
      "a cursor is what an earlier page returned, unchanged, or null.",
    );
  }
  return { committedAt, createdAt: Number(created) };
}
