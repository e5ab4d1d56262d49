import {
  mutationGeneric,
  paginationOptsValidator,
  queryGeneric,
  type GenericMutationCtx,
  type GenericQueryCtx,
} from "convex/server";
import { v } from "convex/values";
import type { Actor } from "../src/index.js";
import { executeCommand } from "../src/commands/executeCommand.js";
import { wiringOf } from "../src/platform/createPlatform.js";
import { balances, bank, deposit, movements } from "./bank.js";
import type { DataModel } from "./define.js";
import { notes } from "./notes.js";
import { platform } from "./platform.js";

export const { openAccount, deposit: makeDeposit, ...others } = platform.mutations(bank);
export const { depositAll, withdraw, payInterest, closeAccount } = others;
export const { writeEntries, tearOutEntry, setTrap, springTrap } = platform.mutations(notes);
export const { get: getBalance, page: pageBalances } = platform.view(balances);

type QueryCtx = GenericQueryCtx<DataModel>;
type MutationCtx = GenericMutationCtx<DataModel>;

export const balancesOfOwner = queryGeneric({
  args: { owner: v.string(), atLeast: v.number(), limit: v.optional(v.number()) },
  handler: (ctx: QueryCtx, { owner, atLeast, limit }) =>
    platform.read(balances).list(ctx, {
      index: "by_owner_and_cents",
      range: (q) => q.eq("owner", owner).gte("cents", atLeast),
      order: "desc",
      limit,
    }),
});

export const balancesByOwner = queryGeneric({
  args: { owner: v.string(), paginationOpts: paginationOptsValidator },
  handler: (ctx: QueryCtx, { owner, paginationOpts }) =>
    platform.read(balances).paginate(ctx, {
      index: "by_owner",
      range: (q) => q.eq("owner", owner),
      page: paginationOpts,
    }),
});

export const allMovements = queryGeneric({
  args: {},
  handler: (ctx: QueryCtx) => platform.read(movements).list(ctx, { index: "by_key" }),
});

export const contexts = queryGeneric({ args: {}, handler: async () => platform.describe() });

/** Server code that sends a command as an actor of its own choice. */
export const depositAs = mutationGeneric({
  args: { actor: v.any(), args: v.any(), meta: v.optional(v.any()) },
  handler: (ctx: MutationCtx, { actor, args, meta }) =>
    platform.execute(ctx, deposit, {
      actor: actor as Actor,
      args: args as never,
      meta: meta as never,
    }),
});

const failure = new Error("the component is broken");

/** A deposit decided so many times upon a state that another command of the same transaction has made stale. */
export const depositStale = mutationGeneric({
  args: { accountId: v.string(), times: v.number() },
  handler: async (ctx: MutationCtx, { accountId, times }) => {
    const { runtime } = wiringOf(platform);
    const store = runtime.stores.of("bank");
    const sending = {
      actor: { id: "other", tenant: "", roles: [] },
      args: { accountId, cents: 1 },
    };
    let left = times;
    const overtaken = {
      loadState: store.loadState.bind(store),
      commit: async (...args: Parameters<typeof store.commit>) => {
        if (left-- > 0) await platform.execute(ctx, deposit, sending);
        return await store.commit(...args);
      },
    };
    const stores = { of: () => overtaken } as unknown as typeof runtime.stores;
    const listed = { command: deposit, name: "deposit", context: "bank" };
    const args = { accountId, cents: 5 };
    return await executeCommand(ctx, { ...runtime, stores }, { listed, args, meta: undefined });
  },
});

/** A deposit on a platform whose store breaks at one call, before or after the call is made. */
export const depositBroken = mutationGeneric({
  args: { accountId: v.string(), call: v.string(), done: v.boolean(), commandId: v.string() },
  handler: (ctx: MutationCtx, { accountId, call, done, commandId }) => {
    const { runtime } = wiringOf(platform);
    const breaking = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (object, name) => {
          const method = Reflect.get(object, name) as unknown;
          if (typeof method !== "function") return method;
          return async (...args: unknown[]) => {
            const run = () => Reflect.apply(method, object, args) as unknown;
            if (name !== call) return run();
            if (done) await run();
            throw failure;
          };
        },
      });
    const store = breaking(runtime.stores.of("bank"));
    const stores = { of: () => store } as unknown as typeof runtime.stores;
    const broken = { ...runtime, stores };
    const listed = { command: deposit, name: "deposit", context: "bank" };
    return executeCommand(ctx, broken, {
      listed,
      args: { accountId, cents: 5 },
      meta: { commandId },
    });
  },
});
