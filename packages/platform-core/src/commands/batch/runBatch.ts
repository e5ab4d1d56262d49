import { trusted } from "../../contract/boundary.js";
import { fingerprint, type Attempt, type Outcome } from "@convex-es/platform-bus";
import { toStorable } from "@convex-es/platform-base";
import type { Value } from "convex/values";
import { earlierOutcome } from "../outcomeRecord.js";
import { invalid } from "../envelope.js";
import { actorOfCaller } from "../../declarations/actor.js";
import { commandFailure } from "../../base/infrastructureError.js";
import { automaticCommandId } from "../../base/newIds.js";
import { builtInRejections } from "../../declarations/defineRejections.js";
import { refusalCodes } from "../../declarations/refusalCodes.js";
import { refused } from "../../declarations/outcome.js";
import type { Runtime } from "../Call.js";
import type { RuntimeMutation } from "../../wiring/runtimeReference.js";
import type { MutationContext } from "../../base/untypedTables.js";
import { batchIssue, type AnyBatchArgs } from "./batchCall.js";
import type { BatchOutcome } from "./BatchOutcome.js";
import type { BatchSender, ItemReport, ItemsRan } from "../../contract/batch.js";
import { runOperation } from "../../wiring/callRuntime.js";
import { failedItemOf, runEach } from "./runItems.js";
import type { ListedCommand } from "../../wiring/ContextRegistry.js";

/** The batches of one context. */
export type BatchHost = {
  runtime: Runtime;
  context: string;
  commands: readonly ListedCommand[];
  /** Runs all items in a transaction within the caller's. */
  nested: RuntimeMutation;
};

type RunningBatch = BatchHost & { args: AnyBatchArgs; sender: BatchSender; startedAt: number };

/** One batch, end to end: validate, actor, dedupe of the batch as a whole, its items, and the record of how it ended. */
export async function runBatch(
  ctx: MutationContext,
  host: BatchHost,
  args: AnyBatchArgs,
): Promise<BatchOutcome> {
  try {
    const issue = batchIssue(args, codesOf(host.commands));
    if (issue !== null) return invalid([issue]);
    const sender = await senderOf(ctx, host, args);
    if (sender === null) {
      return refused("UNAUTHENTICATED", "Sign in first: this batch needs an actor.", null);
    }
    return await runOnce(ctx, { ...host, args, sender, startedAt: Date.now() });
  } catch (error) {
    throw commandFailure(error, `${host.context}: a batch`);
  }
}

/** Every code with which commands can end. */
const codesOf = (commands: readonly ListedCommand[]): ReadonlySet<string> =>
  new Set([
    ...commands.flatMap(({ command }) => Object.keys(command.aggregate.rejections)),
    ...Object.keys(builtInRejections),
    ...refusalCodes,
  ]);

async function senderOf(
  ctx: MutationContext,
  { runtime, commands }: BatchHost,
  { items, meta = {} }: AnyBatchArgs,
): Promise<BatchSender | null> {
  const isOpen = (name: string) => commands.some((one) => one.name === name && one.command.open);
  const isOpenToAll = items.every(({ command }) => isOpen(command));
  const actor = await actorOfCaller(ctx.auth, runtime.actorOf, {
    isOpen: isOpenToAll,
    given: undefined,
  });
  if (actor === null) return null;
  const { commandId = automaticCommandId(), correlationId = commandId, occurredAt } = meta;
  const isRepeatable = meta.commandId !== undefined;
  const sender = { actor, commandId, isRepeatable, correlationId };
  return occurredAt === undefined ? sender : { ...sender, occurredAt };
}

async function runOnce(ctx: MutationContext, batch: RunningBatch): Promise<BatchOutcome> {
  const { runtime, sender, args } = batch;
  const attempt = batchAttempt(batch);
  const earlier = sender.isRepeatable ? await earlierBatch(ctx, batch, attempt) : null;
  if (earlier !== null) {
    return "refusal" in earlier ? earlier.refusal : batchOutcome(earlier.recorded, sender);
  }
  const ended = await (args.mode === "partial" ? runPartly(ctx, batch) : runTogether(ctx, batch));
  if ("refused" in ended) return ended.refused;
  const { correlationId } = sender;
  const causes = { correlationId, causationId: null, startedAt: batch.startedAt };
  const { retentionMs } = runtime;
  const { commands } = runtime.stores.of(batch.context);
  await commands.record(ctx, { ...attempt, ...causes, outcome: ended.outcome, retentionMs });
  return batchOutcome(ended.outcome, sender);
}

async function earlierBatch(
  ctx: MutationContext,
  { runtime, context }: RunningBatch,
  attempt: Attempt,
) {
  const settled = await runtime.stores.of(context).commands.settle(ctx, attempt);
  const isNew = settled.status === "new";
  const settlement = isNew ? await runtime.records.settleEarlier(ctx, attempt) : settled;
  return earlierOutcome(settlement, attempt);
}

function batchAttempt({ context, args, sender }: RunningBatch): Attempt {
  const { meta, ...payload } = args;
  return {
    tenant: sender.actor.tenant,
    commandId: sender.commandId,
    type: `${context}:batch`,
    fingerprint: fingerprint(trusted<Value>(toStorable(payload, ""))),
    actorId: sender.actor.id,
  };
}

type ItemEnd = { outcome: Outcome } | { refused: BatchOutcome };

async function runPartly(
  ctx: MutationContext,
  { runtime, ...batch }: RunningBatch,
): Promise<ItemEnd> {
  const { items, stopOn, continueOn } = batch.args;
  const rules = { ...(stopOn && { stopOn }), ...(continueOn && { continueOn }) };
  return { outcome: executed(await runEach(ctx, runtime, { ...batch, ...rules, items })) };
}

async function runTogether(ctx: MutationContext, batch: RunningBatch): Promise<ItemEnd> {
  const { context, sender, args } = batch;
  const input = { context, sender, items: args.items };
  try {
    const ran = await runOperation(ctx, batch.nested, { op: "batch", input });
    return { outcome: executed(ran) };
  } catch (error) {
    const failed = failedItemOf(error);
    if (failed === null) throw error;
    return endedBy(failed);
  }
}

function endedBy({ index, outcome }: NonNullable<ReturnType<typeof failedItemOf>>): ItemEnd {
  const message = `items[${index}]: ${outcome.message}`;
  if (outcome.status === "refused") return { refused: { ...outcome, message, item: index } };
  const details = { index, outcome };
  return { outcome: { status: "rejected", code: "BATCH_ITEM_REJECTED", message, details } };
}

// A batch has no version of its own.
const executed = ({ reports, position }: ItemsRan): Outcome => ({
  ...{ status: "executed", version: 0, position },
  events: reports.flatMap((report) => (report.status === "executed" ? report.events : [])),
  result: { items: reports },
});

function batchOutcome(outcome: Outcome, { commandId }: BatchSender): BatchOutcome {
  if (outcome.status === "rejected") return trusted<BatchOutcome>({ ...outcome, commandId });
  const { status, position } = outcome;
  const { items } = trusted<{ items: ItemReport[] }>(outcome.result);
  return trusted<BatchOutcome>({ status, commandId, position, items });
}
