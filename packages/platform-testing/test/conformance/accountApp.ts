import {
  createPlatform,
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  defineRejections,
  ensure,
  initPlatform,
  platformTables,
  projectionTable,
  type OutcomeOf,
} from "@convex-es/platform-core";
import { fold, loadAggregate, wiringOf } from "@convex-es/platform-core/internal";
import storeComponent from "@convex-es/platform-store/test";
import { componentsGeneric, defineSchema, type DataModelFromSchemaDefinition } from "convex/server";
import { v } from "convex/values";
import { createEngine, type Engine } from "../../src/engine/createEngine.js";
import type { Operation } from "../../src/engine/frame/operation.js";

const schema = defineSchema({
  ...platformTables,
  balances: projectionTable({ owner: v.string(), cents: v.number() }, { by_owner: ["owner"] }),
});
const { defineProjection } = initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

const events = defineEvents(
  {
    AccountOpened: { accountId: v.string(), owner: v.string() },
    MoneyDeposited: { accountId: v.string(), cents: v.number() },
    MoneyWithdrawn: { accountId: v.string(), cents: v.number() },
  },
  { tags: { owner: "owner" } },
);
const rejections = defineRejections({
  INSUFFICIENT_FUNDS: { message: "Not that much.", details: { balance: v.number() } },
});
const Account = defineAggregate("Account", v.object({ owner: v.string(), cents: v.number() }), {
  id: "accountId",
  events,
  rejections,
  initial: { owner: "", cents: 0 },
  evolve: {
    AccountOpened: (account, { owner }) => ({ ...account, owner }),
    MoneyDeposited: (account, { cents }) => ({ ...account, cents: account.cents + cents }),
    MoneyWithdrawn: (account, { cents }) => ({ ...account, cents: account.cents - cents }),
  },
});
const open = Account.creation({
  args: { owner: v.string() },
  decide: (_account, { accountId, owner }) => events.AccountOpened({ accountId, owner }),
});
const deposit = Account.command({
  args: { cents: v.number() },
  decide: (_account, { accountId, cents }) => events.MoneyDeposited({ accountId, cents }),
});
const withdraw = Account.command({
  args: { cents: v.number() },
  decide: ({ cents: balance }, { accountId, cents }) => {
    ensure(balance >= cents, rejections.INSUFFICIENT_FUNDS, { balance });
    return events.MoneyWithdrawn({ accountId, cents });
  },
});
const balances = defineProjection("balances", {
  events,
  key: "accountId",
  initial: { owner: "", cents: 0 },
  on: {
    AccountOpened: (row, { owner }) => ({ ...row, owner }),
    MoneyDeposited: (row, { cents }) => ({ ...row, cents: row.cents + cents }),
    MoneyWithdrawn: (row, { cents }) => ({ ...row, cents: row.cents - cents }),
  },
});
const bank = defineBoundedContext("bank", {
  commands: { open, deposit, withdraw },
  projections: [balances],
});
const platform = createPlatform(componentsGeneric() as never, {
  schema,
  contexts: [bank],
  actor: ({ subject, ...claims }) => ({
    id: subject,
    tenant: claims["tenant"] as string,
    roles: [],
  }),
});
const app = {
  ...platform.mutations(bank),
  ...platform.view(balances),
  batch: platform.batch(bank),
};

export type Outcome = OutcomeOf<typeof withdraw>;
export type Meta = { commandId?: string; expectedVersion?: number };
type By = { user?: string; tenant?: string; meta?: Meta };

/** A call of one of the app's commands, as a signed-in user. */
export const operation = (name: keyof typeof app, args: object, by: By = {}): Operation => ({
  fn: `app:${name}`,
  args: { ...args, ...(by.meta && { meta: by.meta }) },
  identity: { subject: by.user ?? "ann", tenant: by.tenant ?? "" },
});
export const opens = (accountId: string, by?: By) =>
  operation("open", { accountId, owner: "o" }, by);
export const deposits = (accountId: string, by?: By) =>
  operation("deposit", { accountId, cents: 1 }, by);
export const withdraws = (accountId: string, by?: By) =>
  operation("withdraw", { accountId, cents: 1 }, by);

/** The app with the accounts "a" and "b", which hold `cents` each. */
export async function start(cents = 20): Promise<Engine> {
  const modules = {
    "./_generated/api.ts": async () => ({}),
    "./app.ts": async () => app,
    "./platform.ts": async () => platform.runtime(),
  };
  const components = { eventStore: storeComponent };
  const engine = await createEngine({ "": { schema, modules }, ...components });
  for (const accountId of ["a", "b"]) {
    await engine.call(opens(accountId));
    await engine.call(operation("deposit", { accountId, cents }));
  }
  return engine;
}

const store = wiringOf(platform).runtime.stores.of("bank");

/** The stored state, a fresh fold of the stream, and the row: all three of one account. */
export const accountOf = (engine: Engine, id: string) =>
  engine.t.run(async (ctx) => {
    const key = { tenant: "", streamType: "Account", streamId: id };
    const page = await store.readStream(ctx, { ...key, direction: "forward", limit: 1000 });
    const loaded = await loadAggregate(ctx, store, { aggregate: Account, tenant: "", id });
    const folded = fold(Account, Account.initial, page.events);
    const rows = (await ctx.db.query("balances").collect()) as { key: string; cents: number }[];
    const row = rows.find(({ key }) => key === id);
    return { versions: page.events.map(({ version }) => version), loaded, folded, row };
  });
