import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import { makeFunctionReference, queryGeneric, type UserIdentity } from "convex/server";
import { v } from "convex/values";
import type { BatchArgs, BatchOutcome } from "../src/commands/batch/BatchOutcome.js";
import { createPlatform, type Actor } from "../src/index.js";
import { balances, bank } from "./bank.js";
import { ann, type App } from "./initConvexTest.js";
import { notes } from "./notes.js";
import { components } from "./platform.js";
import schema from "./schema.js";

/** A mutation of the app, by its path. */
export const fn = (path: string) => makeFunctionReference<"mutation">(path);

/** A query of the app, by its path. */
export const queryOf = (path: string) => makeFunctionReference<"query">(path);

const actorOf = ({ actor }: UserIdentity): Actor => actor as never;

/** A platform that runs batches, with its runtime functions in a file of another name. */
export const platform = createPlatform(components, {
  schema,
  contexts: [bank, notes],
  actor: actorOf,
  file: "model/wiring",
  log: { sink: () => undefined },
});

const app = {
  batch: platform.batch(bank),
  batchOfNotes: platform.batch(notes),
  ...platform.mutations(bank),
  ...platform.view(balances),
  status: platform.commandStatus(),
  trace: queryGeneric({
    args: {
      correlationId: v.string(),
      cursor: v.optional(v.string()),
      limit: v.optional(v.number()),
    },
    handler: (ctx, query) => platform.trace(ctx, query),
  }),
};

const modules = {
  "./_generated/api.ts": async () => ({}),
  "./app.ts": async () => app,
  "./model/wiring.ts": async () => platform.runtime(),
};

/** The fixture app with batches, and an account "a" of 100. */
export async function initBatchApp(files: Partial<typeof modules> = modules): Promise<App> {
  const t = convexTest({ schema, modules: files as never, transactionLimits: true });
  store.register(t);
  const user = t.withIdentity({ subject: "user", actor: ann as never });
  await user.mutation(fn("app:openAccount"), { accountId: "a", owner: "o" });
  await user.mutation(fn("app:deposit"), { accountId: "a", cents: 100 });
  return t;
}

export { modules };

type Sent = BatchArgs<typeof bank.commands>;

/** Sends a batch of commands of the bank as someone. */
export async function sendBatch(
  t: App,
  batch: Sent,
  actor: Actor | null = ann,
): Promise<BatchOutcome> {
  const user = actor === null ? t : t.withIdentity({ subject: "user", actor: actor as never });
  return (await user.mutation(fn("app:batch"), batch)) as BatchOutcome;
}

/** Items of a batch on the account "a". */
export const put = (cents: number) => ({
  command: "deposit" as const,
  args: { accountId: "a", cents },
});
export const take = (cents: number) => ({
  command: "withdraw" as const,
  args: { accountId: "a", cents },
});
