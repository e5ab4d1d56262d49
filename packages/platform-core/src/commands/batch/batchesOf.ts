import type { RegisteredMutation } from "convex/server";
import type { AnyCommand } from "../../declarations/command.js";
import type { BoundedContext } from "../../declarations/defineBoundedContext.js";
import type { ContextRegistry } from "../../wiring/ContextRegistry.js";
import type { Runtime } from "../Call.js";
import type { ItemsRan, NestedBatch } from "../../contract/batch.js";
import type { MutationContext } from "../../base/untypedTables.js";
import { runtimeMutation } from "../../wiring/runtimeReference.js";
import { batchMutation } from "./batchMutation.js";
import type { BatchArgs, BatchOutcome } from "./BatchOutcome.js";
import { runAll } from "./runItems.js";

/** What a platform offers for batches. */
export type PlatformBatches = {
  /**
   * One public mutation that sends several commands of a context as one, all or nothing, or each for itself; export it from
   * `convex/<context>.ts`. Needs the functions of `platform.runtime()`, exported from the platform's file.
   */
  batch<Commands extends Record<string, AnyCommand>>(
    context: BoundedContext<Commands>,
    // Spelled out, not an alias of its own: Convex reads the types off the name RegisteredMutation.
  ): RegisteredMutation<"public", BatchArgs<Commands>, Promise<BatchOutcome>>;
};

type BatchWiring = { runtime: Runtime; registry: ContextRegistry; file: string };
/** What runs the items of a batch. */
export type BatchRunner = Pick<BatchWiring, "runtime" | "registry">;

/** The batches of a platform whose runtime functions `file` exports. */
export const batchesOf = ({ runtime, registry, file }: BatchWiring): PlatformBatches => ({
  batch: (context) => {
    const commands = registry.commandsOf(context);
    const nested = runtimeMutation(file);
    return batchMutation({ runtime, context: context.name, commands, nested });
  },
});

/** Runs the items of an all-or-nothing batch: the `batch` operation of the runtime. */
export const runNestedBatch = async (
  ctx: MutationContext,
  { runtime, registry }: BatchRunner,
  { context, ...items }: NestedBatch,
): Promise<ItemsRan> =>
  await runAll(ctx, runtime, { ...items, commands: registry.commandsNamed(context) });
