import type { RecordedEvent } from "@convex-es/platform-store";
import type { FunctionReturnType } from "convex/server";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { ComponentLetterFilter as StoredFilter } from "../contract/letters.js";
import type { AnyProjection } from "../declarations/defineProjection.js";

type StoredLetter = FunctionReturnType<CoreApi["deadLetters"]["get"]>;

/** An event that a read model could not apply, or that waits for an earlier one of its rows, with all it takes to apply it. */
export type DeadLetter = Omit<StoredLetter, "_id" | "_creationTime"> & { id: string };

/** Which letters are meant: those that have all of it; `{}` is all of them. */
export type LetterFilter = Omit<StoredFilter, "consumer"> & {
  consumer?: AnyProjection | string;
};

/** Some letters, in the order in which they were put aside; a page may be empty before the end. */
export type DeadLetterPage = { letters: DeadLetter[]; cursor: number | null };

/** A letter, its event as it is stored, and what today's code reads it as. */
export type InspectedLetter = {
  letter: DeadLetter;
  /** With the payload that an operator wrote, where there is one. */
  event: RecordedEvent;
  /** Empty where it cannot be read. */
  readAs: RecordedEvent[];
  /** Why it cannot be read. */
  problem: string | null;
};

/** A letter as apps see it. */
export function deadLetterOf({ _id, _creationTime, ...letter }: StoredLetter): DeadLetter {
  return { id: _id, ...letter };
}
