import type { FunctionHandle } from "convex/server";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { MutationCtx, QueryCtx } from "../../component/_generated/server.js";
import type { Handles } from "../../contract/consumer.js";
import { failureFields, type Failure } from "../../contract/failure.js";
import type { AnswerOf, InputOf, OperationName } from "../../contract/operations.js";
import { trusted } from "../../contract/boundary.js";
import { coreError } from "./errors.js";

/** The app that mounted this component; `null` until its first wake-up. */
export async function findApp(ctx: QueryCtx): Promise<Doc<"apps"> | null> {
  return await ctx.db.query("apps").first();
}

/** The app; throws NOT_INSTALLED before its first wake-up. */
async function appOf(ctx: QueryCtx): Promise<Doc<"apps">> {
  const app = await findApp(ctx);
  if (app !== null) return app;
  throw coreError(
    "NOT_INSTALLED",
    "platformCore does not know the app yet: the first command with events installs it.",
  );
}

/** Stores how the app is called; writes only what has changed. */
export async function saveHandles(ctx: MutationCtx, { query, mutation }: Handles): Promise<void> {
  const app = await findApp(ctx);
  if (app === null) await ctx.db.insert("apps", { query, mutation });
  else if (app.query !== query || app.mutation !== mutation) {
    await ctx.db.patch("apps", app._id, { query, mutation });
  }
}

/** Makes the dispatcher compare its rows with the code's declarations again, even if those have not changed. */
export async function forgetDeclared(ctx: MutationCtx): Promise<void> {
  const app = await findApp(ctx);
  if (app?.declared !== undefined) await ctx.db.patch("apps", app._id, { declared: "" });
}

/** Runs a query operation of the app. */
export async function runAppQuery<Name extends OperationName<"query">>(
  ctx: QueryCtx,
  op: Name,
  input: InputOf<Name>,
): Promise<AnswerOf<Name>> {
  const { query } = await appOf(ctx);
  return trusted(await ctx.runQuery(trusted<FunctionHandle<"query">>(query), { op, input }));
}

/** As `runAppQuery`, but sees what was committed when the calling mutation began, and so conflicts with nobody. */
export async function runStaleAppQuery<Name extends OperationName<"query">>(
  ctx: MutationCtx,
  op: Name,
  input: InputOf<Name>,
): Promise<AnswerOf<Name>> {
  const { query } = await appOf(ctx);
  const handle = trusted<FunctionHandle<"query">>(query);
  return trusted(await ctx.runQuery(handle, { op, input }, { useStaleSnapshot: true }));
}

// Below the limits of a transaction: the caller still has to record what the app did, even if it used all of these.
const transactionLimits = {
  documentsRead: 28_000,
  documentsWritten: 10_000,
  databaseQueries: 3_000,
  bytesRead: 13 * 2 ** 20,
  bytesWritten: 10 * 2 ** 20,
};

/** Runs a mutation operation of the app in a nested transaction: if it throws, its writes have been rolled back. */
export async function runAppMutation<Name extends OperationName<"mutation">>(
  ctx: MutationCtx,
  op: Name,
  input: InputOf<Name>,
): Promise<AnswerOf<Name>> {
  const { mutation } = await appOf(ctx);
  const handle = trusted<FunctionHandle<"mutation">>(mutation);
  return trusted(await ctx.runMutation(handle, { op, input }, { transactionLimits }));
}

/** Awaits an operation of the app; returns what it threw as a failure. */
export async function caught<Answer>(
  answer: Promise<Answer>,
): Promise<Answer | { error: Failure }> {
  try {
    return await answer;
  } catch (error) {
    return { error: failureOf(error) };
  }
}

/** What is stored of an error that the app threw: only its data crosses the boundary of a component. */
export function failureOf(error: unknown): Failure {
  const data: unknown =
    typeof error === "object" && error !== null && "data" in error ? error.data : null;
  const { code, message, stack } = trusted<Record<string, unknown>>(Object(data));
  const own = error instanceof Error ? error.message : String(error);
  return failureFields({
    code: typeof code === "string" ? code : "SERVER_ERROR",
    message: typeof message === "string" ? message : own,
    ...(typeof stack === "string" && { stack }),
  });
}
