import { createFunctionHandle, makeFunctionReference } from "convex/server";
import { servedGeneration } from "../readModels/activeGeneration.js";
import type { ComponentApi as CoreApi } from "../component/_generated/component.js";
import type { AnyProjection } from "../declarations/defineProjection.js";
import type { InlineUpkeep } from "../readModels/inlineRows.js";
import { platformState, setAwake, type PlatformState } from "../consumers/platformState.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Handles } from "../contract/consumer.js";

/** What a command knows when it wakes: how inline read models are kept, and what it saw of the dispatcher. */
type Waking = { upkeep: InlineUpkeep; state: PlatformState | null };

/** Wakes whoever reads the log; called by what appends to it. */
export type Wake = {
  /** What is known before anything is written; `null` where nothing has been noted yet, or nothing has to be known. */
  readonly look: (ctx: MutationContext) => Promise<PlatformState | null>;
  readonly wake: (ctx: MutationContext, waking: Waking) => Promise<void>;
};

/**
 * Makes the wake-up of the consumers of an app whose runtime functions `file` exports. One row of the app's own while they are
 * awake; one call, and that row written, while they sleep. A command that races the dispatcher falling asleep conflicts on the row
 * and runs again, so no wake-up is lost.
 */
export function wakeConsumers(core: CoreApi, file: string): Wake {
  return {
    look: async ({ db }) => await platformState(db),
    wake: async (ctx, { upkeep, state }) => {
      if (upkeep !== "stopped" && state?.isAwake === true) return;
      const isInlineStopped = upkeep === "stopped";
      await ctx.runMutation(core.lib.wake, { handles: await handlesOf(file), isInlineStopped });
      await setAwake(ctx.db, state, true);
    },
  };
}

/** As `wake`, while an inline read model is not kept by commands as the code declares: from then on nobody has to read the log. */
export function wakeUntilServed(wake: Wake, projections: readonly AnyProjection[]): Wake {
  const later = projections.filter(({ version }) => version > 1);
  const isServed = async ({ db }: MutationContext, { name, version }: AnyProjection) => {
    const served = await servedGeneration(db, name);
    return served?.version === version && served.delivery === "inline";
  };
  return {
    look: () => Promise.resolve(null),
    wake: async (ctx, { upkeep }) => {
      let isNeeded = upkeep !== "byCommands";
      for (const one of later) isNeeded ||= !(await isServed(ctx, one));
      if (isNeeded) await wake.wake(ctx, { upkeep, state: await wake.look(ctx) });
    },
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
