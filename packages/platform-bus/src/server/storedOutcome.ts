import type { Doc } from "../component/_generated/dataModel.js";
import type { Ending, Standing } from "../contract/shared.js";

type Stored = Pick<Doc<"commands">, "outcome" | "position" | "expiresAt">;

/** Splits an ending into two fields of a record. */
export function toStored(ending: Ending): Omit<Stored, "expiresAt"> {
  if (ending.status !== "executed") return { outcome: ending, position: null };
  const { position, ...outcome } = ending;
  return { outcome, position };
}

/** Puts the outcome together again, with the position that the commit has filled in. */
export function fromStored({ outcome, position, expiresAt }: Stored): Standing {
  if (outcome.status === "pending") return { status: "pending", deadline: expiresAt };
  return outcome.status === "executed" ? { ...outcome, position } : outcome;
}
