import { ConvexClient } from "convex/browser";
import { getFunctionName, type FunctionReference } from "convex/server";
import type { Value } from "convex/values";
import type { Counts } from "../deployed/CommandCounts.ts";
import type { DeployedExample } from "../deployed/DeployedExample.ts";

/** Who imports, on an official client of their own. */
export type Importer = {
  /** Sends a mutation; those of one importer run in the order in which they are sent. Throws what the client throws. */
  mutate(
    fn: FunctionReference<"mutation">,
    args: Record<string, Value>,
  ): Promise<{ value: unknown; counts: Counts }>;
  close(): Promise<void>;
};

/**
 * Signs the importer of a tenant in, the same person in every tenant: the role `import` lets him date commands, the role
 * `warehouse` receive stock (see `convex/actor.ts`). One at a time, or what their mutations cost is mixed up.
 */
export function importerOf({ running, counts }: DeployedExample, tenant: string): Importer {
  const options = { logger: false, skipConvexDeploymentUrlCheck: true } as const;
  const client = new ConvexClient(running.url, options);
  const token = running.token("importer", { roles: ["import", "warehouse"], tenant });
  client.setAuth(async () => token);
  return {
    mutate: async (fn, args) => {
      const value: unknown = await client.mutation(fn, args);
      return { value, counts: counts.take(getFunctionName(fn)) };
    },
    close: () => client.close(),
  };
}
