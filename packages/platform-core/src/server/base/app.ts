import type { FunctionHandle } from "convex/server";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import { coreError } from "./errors.js";
import type { Handles } from "./shared.js";

type Operation = { op: string; input: unknown };

/** The app that mounted this component; `null` until its first wake-up. */
export async function findApp(ctx: QueryCtx): Promise<Doc<"apps"> | null> {
  return await ctx.db.query("apps").first();
}

async function appOf(ctx: QueryCtx): Promise<Doc<"apps">> {
  const app = await findApp(ctx);
  if (app !== null) return app;
  throw coreError("NOT_INSTALLED", "The platform has not been installed in this deployment yet.");
}

/** Keeps how the app is called; writes only what has changed. */
export async function rememberHandles(ctx: MutationCtx, { query, mutation }: Handles) {
  const app = await findApp(ctx);
  if (app === null) await ctx.db.insert("apps", { query, mutation });
  else if (app.query !== query || app.mutation !== mutation) {
    await ctx.db.patch("apps", app._id, { query, mutation });
  }
}

/** Has the dispatcher look at what the code declares, though that may not have changed. */
export async function declareAnew(ctx: MutationCtx): Promise<void> {
  const app = await findApp(ctx);
  if (app?.declared !== undefined) await ctx.db.patch("apps", app._id, { declared: "" });
}

/** Asks the app, through its runtime's query. */
export async function askApp<Answer>(ctx: QueryCtx, operation: Operation): Promise<Answer> {
  const { query } = await appOf(ctx);
  return (await ctx.runQuery(query as FunctionHandle<"query">, operation)) as Answer;
}

/** As `askApp`, from a mutation: about what had been committed when it began, in conflict with nobody. */
export async function askAppBefore<Answer>(
  ctx: MutationCtx,
  operation: Operation,
): Promise<Answer> {
  const { query } = await appOf(ctx);
  const handle = query as FunctionHandle<"query">;
  return (await ctx.runQuery(handle, operation, { useStaleSnapshot: true })) as Answer;
}

// Less than a transaction may use: what the app did is noted down in the same one, also where it used all of it.
const transactionLimits = {
  documentsRead: 28_000,
  documentsWritten: 10_000,
  databaseQueries: 3_000,
  bytesRead: 13 * 2 ** 20,
  bytesWritten: 10 * 2 ** 20,
};

/** Has the app do something in a transaction nested in this one: what it throws has been rolled back. */
export async function tellApp<Answer>(ctx: MutationCtx, operation: Operation): Promise<Answer> {
  const { mutation } = await appOf(ctx);
  const handle = mutation as FunctionHandle<"mutation">;
  return (await ctx.runMutation(handle, operation, { transactionLimits })) as Answer;
}
