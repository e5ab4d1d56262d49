import { trusted } from "../../contract/boundary.js";
import { isCommandId } from "@convex-es/platform-bus";
import { getConvexSize, type Value } from "convex/values";
import type { BatchCommand } from "../../contract/batch.js";
import { metaIssue } from "../envelope.js";
import type { InputIssue } from "../../declarations/refusalCodes.js";
import type { BatchMeta } from "./BatchOutcome.js";

/** Most commands of one batch. */
const maxBatchItems = 100;
const maxBatchBytes = 4 * 1024 * 1024;

/** A batch with the types of its commands forgotten. */
export type AnyBatchArgs = {
  items: BatchCommand[];
  mode?: "all" | "partial";
  stopOn?: string[];
  continueOn?: string[];
  meta?: Partial<BatchMeta>;
};

/** The command id of an item: a retry of the batch sends its items under the same ids. */
export const itemIdOf = (commandId: string, index: number) => `${commandId}:${index}`;

/** What is wrong with the form of a batch, or `null`; its items are checked one by one as they run. `codes` are those that its commands can end with. */
export function batchIssue(
  { meta = {}, ...batch }: AnyBatchArgs,
  codes: ReadonlySet<string>,
): InputIssue | null {
  return (
    metaIssue(meta) ??
    batchIdIssue(meta.commandId) ??
    itemsIssue(batch) ??
    rulesIssue(batch) ??
    codesIssue(batch, codes)
  );
}

function batchIdIssue(commandId: string | undefined): InputIssue | null {
  if (commandId === undefined || isCommandId(itemIdOf(commandId, maxBatchItems))) return null;
  return {
    path: "meta.commandId",
    message: "use at most 124 characters: its items have it in theirs",
  };
}

function itemsIssue({ items }: AnyBatchArgs): InputIssue | null {
  if (items.length === 0) return { path: "items", message: "must not be empty" };
  if (items.length > maxBatchItems) {
    return { path: "items", message: `must be at most ${maxBatchItems}; send several batches` };
  }
  if (getConvexSize(trusted<Value>(items)) <= maxBatchBytes) return null;
  return { path: "items", message: `must be at most ${maxBatchBytes} bytes; send several batches` };
}

/** A rule on a code that no command can end with would never apply. */
function codesIssue(
  { stopOn = [], continueOn = [] }: AnyBatchArgs,
  known: ReadonlySet<string>,
): InputIssue | null {
  for (const [path, codes] of Object.entries({ stopOn, continueOn })) {
    const unknown = codes.find((code) => !known.has(code));
    if (unknown === undefined) continue;
    return { path, message: `unknown code "${unknown}"; known: ${[...known].join(", ")}` };
  }
  return null;
}

function rulesIssue({ mode, stopOn, continueOn }: AnyBatchArgs): InputIssue | null {
  const path = stopOn === undefined ? "continueOn" : "stopOn";
  if (mode !== "partial" && (stopOn ?? continueOn) !== undefined) {
    return { path, message: "is for partial mode; all-or-nothing stops at the first rejection" };
  }
  const both = stopOn?.find((code) => continueOn?.includes(code));
  return both === undefined ? null : { path, message: `${both} is in continueOn as well` };
}
