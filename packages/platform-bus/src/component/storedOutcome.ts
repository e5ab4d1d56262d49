import type { Doc } from "./_generated/dataModel.js";
import type { Outcome } from "./shared.js";

type Stored = Pick<Doc<"commands">, "outcome" | "position">;

/** Splits an outcome into the two fields of a record. */
export function toStored(outcome: Outcome): Stored {
  if (outcome.status === "rejected") return { outcome, position: null };
  const { position, ...executed } = outcome;
  return { outcome: executed, position };
}

/** Puts the outcome together again, with the position that the commit has filled in. */
export function fromStored({ outcome, position }: Stored): Outcome {
  return outcome.status === "rejected" ? outcome : { ...outcome, position };
}
