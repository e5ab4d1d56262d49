import type { GenericId as Id } from "convex/values";
import type { AnyCommand, LoadContext, LoadTarget } from "../declarations/command.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { step } from "../base/infrastructureError.js";
import { behaviourOf } from "../declarations/makeCommand.js";
import type { AnyDataModel, MutationContext } from "../base/untypedTables.js";

/** Runs a command's `load` on a context that can only read; `undefined` for a command without one. */
export async function loadData(
  ctx: MutationContext,
  { command, args, ...target }: { command: AnyCommand; args: unknown } & LoadTarget<unknown>,
): Promise<unknown> {
  const { load } = behaviourOf(command);
  if (load === null) return undefined;
  const { actor } = target;
  const seen = { state: deepFreeze(target.state), actor };
  return await step("LOAD_FAILED", "The command's load", () => load(readOnly(ctx), args, seen));
}

/** What of a mutation's context can only read. */
export const readOnly = (ctx: MutationContext): LoadContext<AnyDataModel> => readersOf(ctx);

// Made of the reading members only: a mutation's own database and storage can write.
const readersOf = ({ db, auth, storage, runQuery }: MutationContext) => ({
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
