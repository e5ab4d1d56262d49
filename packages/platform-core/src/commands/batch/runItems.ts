import { trusted } from "../../contract/boundary.js";
import { comparePositions } from "@convex-es/platform-base";
import { ConvexError } from "convex/values";
import { executeCommand } from "../executeCommand.js";
import { DeclarationError } from "../../base/infrastructureError.js";
import type { AnyOutcome, Executed, Refused, Rejected } from "../../declarations/outcome.js";
import type { Runtime } from "../Call.js";
import type { MutationContext } from "../../base/untypedTables.js";
import { itemIdOf, type AnyBatchArgs } from "./batchCall.js";
import type { BatchSender, ItemReport, ItemsRan } from "../../contract/batch.js";
import type { ListedCommand } from "../../wiring/ContextRegistry.js";

/** The items of a batch, who sends them, and the commands of its context. */
export type Items = Pick<AnyBatchArgs, "items" | "stopOn" | "continueOn"> & {
  sender: BatchSender;
  commands: readonly ListedCommand[];
};

/** Runs the items one after the other, each for itself, until a code stops them. */
export async function runEach(
  ctx: MutationContext,
  runtime: Runtime,
  items: Items,
): Promise<ItemsRan> {
  const outcomes: (AnyOutcome | null)[] = [];
  for (const index of items.items.keys()) {
    const last = outcomes.at(-1);
    const goesOn = last !== null && !stops(items, last);
    outcomes.push(goesOn ? await runItem(ctx, runtime, { ...items, index }) : null);
  }
  return ranOf(outcomes, items.sender);
}

/** Runs the items one after the other; throws at the first that is not executed, for the transaction around them to roll back. */
export async function runAll(
  ctx: MutationContext,
  runtime: Runtime,
  items: Items,
): Promise<ItemsRan> {
  const outcomes: AnyOutcome[] = [];
  for (const index of items.items.keys()) {
    const outcome = await runItem(ctx, runtime, { ...items, index });
    if (outcome.status !== "executed") {
      throw new ConvexError({ kind: "batchItem", index, outcome: trusted<never>(outcome) });
    }
    outcomes.push(outcome);
  }
  return ranOf(outcomes, items.sender);
}

/** What `runAll` threw: the item that was not executed; `null` for anything else. */
export function failedItemOf(
  error: unknown,
): { index: number; outcome: Rejected | Refused } | null {
  const data = error instanceof Error && "data" in error ? error.data : null;
  if (typeof data !== "object" || data === null || !("kind" in data)) return null;
  return data.kind === "batchItem" ? trusted<never>(data) : null;
}

async function runItem(
  ctx: MutationContext,
  runtime: Runtime,
  { items, index, sender, commands }: Items & { index: number },
): Promise<AnyOutcome> {
  const item = items[index];
  const listed = commands.find(({ name }) => name === item?.command);
  if (item === undefined || listed === undefined) {
    throw new DeclarationError(
      `platform.batch: unknown command "${item?.command}"; known: ${commands.map(({ name }) => name).join(", ")}.`,
    );
  }
  const { actor, correlationId, occurredAt, isRepeatable, commandId } = sender;
  const { args, expectedVersion } = item;
  const own = { commandId: itemIdOf(commandId, index), correlationId, expectedVersion, occurredAt };
  const cause = { causationId: commandId, isRepeatable };
  return await executeCommand(ctx, runtime, { listed, args, meta: own, actor, cause });
}

function stops({ stopOn, continueOn }: Items, outcome: AnyOutcome | undefined): boolean {
  if (outcome === undefined || outcome.status === "executed") return false;
  const { code } = outcome;
  return stopOn?.includes(code) === true || continueOn?.includes(code) === false;
}

function ranOf(outcomes: readonly (AnyOutcome | null)[], { commandId }: BatchSender): ItemsRan {
  const reports = outcomes.map((outcome, index) => reportOf(outcome, itemIdOf(commandId, index)));
  const executed = outcomes.filter((one): one is Executed => one?.status === "executed");
  const positions = executed.flatMap(({ position }) => position ?? []);
  const [last = null] = positions.toSorted((a, b) => comparePositions(b, a));
  return { reports, position: last };
}

function reportOf(outcome: AnyOutcome | null, commandId: string): ItemReport {
  if (outcome === null) return { status: "skipped" };
  if (outcome.status === "executed") {
    const { status, version, events } = outcome;
    return { status, commandId, version, events };
  }
  const { code, message, details } = outcome;
  return { status: "rejected", commandId, code, message, details };
}
