import { vPosition } from "@convex-es/platform-base";
import { trusted } from "../../contract/boundary.js";
import { mutationGeneric, type RegisteredMutation } from "convex/server";
import { v, type GenericValidator } from "convex/values";
import { vCommandMeta } from "../envelope.js";
import { DeclarationError } from "../../base/infrastructureError.js";
import { unionOf, vRefused } from "../../declarations/outcome.js";
import type { MutationContext } from "../../base/untypedTables.js";
import type { AnyBatchArgs } from "./batchCall.js";
import type { BatchOutcome } from "./BatchOutcome.js";
import { runBatch, type BatchHost } from "./runBatch.js";
import type { ListedCommand } from "../../wiring/ContextRegistry.js";

const vRejectedItem = v.object({
  status: v.literal("rejected"),
  commandId: v.string(),
  code: v.string(),
  message: v.string(),
  details: v.any(),
});
const vEvents = v.array(v.object({ id: v.string(), type: v.string(), version: v.number() }));
const vExecutedItem = v.object({
  status: v.literal("executed"),
  commandId: v.string(),
  version: v.number(),
  events: vEvents,
});

const vBatchOutcome = v.union(
  v.object({
    status: v.literal("executed"),
    commandId: v.string(),
    position: v.union(v.null(), vPosition),
    items: v.array(
      v.union(vExecutedItem, vRejectedItem, v.object({ status: v.literal("skipped") })),
    ),
  }),
  vRejectedItem.extend({ code: v.literal("BATCH_ITEM_REJECTED") }),
  vRefused.extend({ item: v.optional(v.number()) }),
);

/** Makes the public mutation that runs batches of a context's commands. */
export function batchMutation(
  host: BatchHost,
): RegisteredMutation<"public", Record<string, unknown>, Promise<BatchOutcome>> {
  if (host.commands.length === 0) {
    throw new DeclarationError(`platform.batch: the context "${host.context}" has no commands.`);
  }
  const handler = (ctx: MutationContext, args: AnyBatchArgs) => runBatch(ctx, host, args);
  const codes = v.optional(v.array(v.string()));
  return mutationGeneric({
    args: {
      items: v.array(trusted<never>(unionOf(host.commands.map(vItemOf)))),
      mode: v.optional(v.union(v.literal("all"), v.literal("partial"))),
      stopOn: codes,
      continueOn: codes,
      meta: v.optional(vCommandMeta.omit("expectedVersion")),
    },
    returns: trusted<never>(vBatchOutcome),
    handler: trusted<never>(handler),
  });
}

const vItemOf = ({ name, command }: ListedCommand): GenericValidator =>
  v.object({
    command: v.literal(name),
    args: command.args,
    expectedVersion: v.optional(v.number()),
  });
