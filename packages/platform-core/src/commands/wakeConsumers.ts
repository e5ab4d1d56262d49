import { createFunctionHandle, makeFunctionReference } from "convex/server";
import { servedGeneration } from "../readModels/activeGeneration.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { InlineUpkeep } from "../readModels/inlineRows.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Handles } from "../contract/consumer.js";

/** Wakes whoever reads the log; called by what appends to it, which knows how inline read models are kept. */
export type Wake = (ctx: MutationContext, upkeep: InlineUpkeep) => Promise<void>;

/**
 * Makes the function that wakes the consumers of an app whose runtime functions `file` exports. One call that reads one document
 * while they are awake; function handles are only made, and sent by a second call, while they sleep.
 */
export function wakeConsumers(core: CoreApi, file: string): Wake {
  return async (ctx, upkeep) => {
    const stopped = upkeep === "stopped" && { isInlineStopped: true };
    if (await ctx.runMutation(core.lib.wake, { ...stopped })) return;
    await ctx.runMutation(core.lib.wake, { handles: await handlesOf(file) });
  };
}

/** As `wake`, while an inline read model is not kept by commands as the code declares: from then on nobody has to read the log. */
export function wakeUntilServed(wake: Wake, projections: readonly AnyProjection[]): Wake {
  const later = projections.filter(({ version }) => version > 1);
  return async (ctx, upkeep) => {
    if (upkeep !== "byCommands") return await wake(ctx, upkeep);
    for (const { name, version } of later) {
      const served = await servedGeneration(ctx.db, name);
      if (served?.version === version && served.delivery === "inline") continue;
      return await wake(ctx, upkeep);
    }
  };
}

/** Function handles by which the component calls an app whose runtime functions `file` exports. */
export async function handlesOf(file: string): Promise<Handles> {
  const query = await createFunctionHandle(makeFunctionReference<"query">(`${file}:query`));
  const mutation = await createFunctionHandle(
    makeFunctionReference<"mutation">(`${file}:mutation`),
  );
  return { query, mutation };
}
