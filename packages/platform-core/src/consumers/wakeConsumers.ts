import { createFunctionHandle, makeFunctionReference } from "convex/server";
import { servedGeneration } from "../activeGeneration.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { Handles } from "../component/shared.js";
import type { AnyProjection } from "../defineProjection.js";
import type { MutationContext } from "../untypedTables.js";

/** Wakes whoever reads the log; called by what appends to it. */
export type Wake = (ctx: MutationContext) => Promise<void>;

/** How an app whose runtime functions stand in `file` wakes its consumers: one call, which reads one document while they are awake. */
export function wakeConsumers(core: CoreApi, file: string): Wake {
  return async (ctx) => {
    await ctx.runMutation(core.lib.wake, await handlesOf(file));
  };
}

/** As `wake`, while an inline read model of a later version is not served yet: from then on commands alone keep it. */
export function wakeUntilServed(wake: Wake, projections: readonly AnyProjection[]): Wake {
  const later = projections.filter(({ version }) => version > 1);
  return async (ctx) => {
    for (const { name, version } of later) {
      const served = await servedGeneration(ctx.db, name);
      if (served?.version === version && served.delivery === "inline") continue;
      return await wake(ctx);
    }
  };
}

/** How the component calls an app whose runtime functions stand in `file`. */
export async function handlesOf(file: string): Promise<Handles> {
  const query = await createFunctionHandle(makeFunctionReference<"query">(`${file}:query`));
  const mutation = await createFunctionHandle(
    makeFunctionReference<"mutation">(`${file}:mutation`),
  );
  return { query, mutation };
}
