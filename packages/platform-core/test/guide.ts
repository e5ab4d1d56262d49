import { queryGeneric, type GenericQueryCtx } from "convex/server";
import { v } from "convex/values";
import { sendCommand, unwrap, type CommandSender } from "../src/client.js";
import { createLogger, type LogLevel } from "../src/logging.js";
import { defineMiddleware } from "../src/middleware.js";
import { createPlatform } from "../src/index.js";
import { api } from "./_generated/api.js";
import { Account, balances, bank } from "./bank.js";
import type { DataModel } from "./define.js";
import { notes } from "./notes.js";
import { actorOf, components } from "./platform.js";
import schema from "./schema.js";

// What docs/guide shows, compiled and run.

type Ctx = GenericQueryCtx<DataModel>;
const query = queryGeneric;

/** What the layer below has seen. */
export const outcomes: string[] = [];
export const counting = defineMiddleware("counting", {
  order: 50,
  after: (_ctx, { command }, { status }) => {
    outcomes.push(`${command} ${status}`);
  },
});

/** Where the lines of the log go. */
export const lines: [string, LogLevel][] = [];

export const platform = createPlatform(components, {
  schema,
  contexts: [bank, notes],
  actor: actorOf,
  middleware: [counting],
  log: { level: "REPORT", sink: (line, level) => lines.push([line, level]) },
});

export const { get: getBalance, page: pageBalances } = platform.view(balances, {
  authorise: (actor, { row }) => actor.roles.includes("teller") || row?.owner === actor.id,
  pages: "filter",
});

export const { freshness: balancesFreshness } = platform.view(balances, { open: true });

/** For a cron job, where nobody is signed in. */
export const balanceOf = (ctx: Ctx, tenant: string, accountId: string) =>
  platform.repository(Account).load(ctx, accountId, { tenant });

/** An account that moved away: nothing changes it any more. */
export const closeForGood = (ctx: Parameters<typeof platform.close>[0], accountId: string) =>
  platform.close(ctx, Account, { id: accountId, reason: "moved to another bank" });

export const commandStatus = platform.commandStatus();

export const trace = query({
  args: { correlationId: v.string(), cursor: v.optional(v.string()) },
  handler: async (ctx: Ctx, { correlationId, cursor }) => {
    const page = await platform.trace(ctx, { correlationId, cursor });
    return { ...page, cursor: page.isDone ? null : page.cursor };
  },
});

export const batchBank = platform.batch(bank);

/** Moves money from one account to another: both or neither. */
export async function transfer(client: CommandSender, [from, to, cents]: [string, string, number]) {
  const outcome = await sendCommand(client, {
    mutation: api.bank.batchBank,
    args: {
      items: [
        { command: "withdraw", args: { accountId: from, cents } },
        { command: "deposit", args: { accountId: to, cents } },
      ],
    },
  });
  return unwrap(outcome).items;
}

const log = createLogger("imports", { level: "INFO" });

/** Logs a row of an import. */
export function logRow(row: { line: number; bytes: bigint }) {
  log.info("row read", row);
}
