import { createFunctionHandle, makeFunctionReference } from "convex/server";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { MutationContext } from "../untypedTables.js";

/** Wakes whoever reads the log; called by what appends to it. */
export type Wake = (ctx: MutationContext) => Promise<void>;

/** How an app whose runtime functions stand in `file` wakes its consumers: one call, which reads one document while they are awake. */
export function wakeConsumers(core: CoreApi, file: string): Wake {
  return async (ctx) => {
    const query = await createFunctionHandle(makeFunctionReference<"query">(`${file}:query`));
    const mutation = await createFunctionHandle(
      makeFunctionReference<"mutation">(`${file}:mutation`),
    );
    await ctx.runMutation(core.lib.wake, { query, mutation });
  };
}
