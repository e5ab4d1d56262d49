import type { GenericId as Id } from "convex/values";
import type { AnyCommand } from "./command.js";
import { step } from "./infrastructureError.js";
import { behaviourOf } from "./makeCommand.js";
import type { MutationContext } from "./untypedTables.js";

/** Runs a command's `load` on a context that can only read; `undefined` for a command without one. */
export async function loadData(
  ctx: MutationContext,
  command: AnyCommand,
  args: unknown,
): Promise<unknown> {
  const { load } = behaviourOf(command);
  if (load === null) return undefined;
  return await step("LOAD_FAILED", "The command's load", () => load(readOnly(ctx), args));
}

// Made of the reading members only: a mutation's own database and storage can write.
const readOnly = ({ db, auth, storage, runQuery }: MutationContext) => ({
  db: {
    get: db.get.bind(db),
    query: db.query.bind(db),
    normalizeId: db.normalizeId.bind(db),
    system: db.system,
  },
  auth,
  storage: { getUrl: (id: Id<"_storage">) => storage.getUrl(id) },
  runQuery,
});
