import { v } from "convex/values";
import { z } from "zod";
import { defineBoundedContext, defineEvents, defineRejections, ensure } from "../src/index.js";
import { fromZod } from "../src/zod.js";
import type { HandledEvent } from "../src/declarations/defineProjection.js";
import { defineAggregate, defineProjection } from "./define.js";

// A context that a user could have written: every option of the public API once.

export const accountEvents = defineEvents(
  {
    AccountOpened: { accountId: v.string(), owner: v.string() },
    MoneyDeposited: { accountId: v.string(), cents: v.number() },
    MoneyWithdrawn: { accountId: v.string(), cents: v.number() },
    InterestPaid: { accountId: v.string(), cents: v.number(), percent: v.number() },
    AccountClosed: { accountId: v.string() },
  },
  { tags: { owner: "owner" } },
);

export const accountRejections = defineRejections({
  INSUFFICIENT_FUNDS: {
    message: "The account does not hold that much.",
    details: { balance: v.number(), wanted: v.number() },
  },
  ACCOUNT_CLOSED: { message: "The account is closed." },
  UNKNOWN_CURRENCY: {
    message: "There is no rate for this currency.",
    details: { currency: v.string() },
  },
});

const vAccount = v.object({ owner: v.string(), cents: v.number(), closed: v.boolean() });

export const Account = defineAggregate("Account", vAccount, {
  id: "accountId",
  events: accountEvents,
  rejections: accountRejections,
  initial: { owner: "", cents: 0, closed: false },
  evolve: {
    AccountOpened: (account, { owner }) => ({ ...account, owner }),
    MoneyDeposited: (account, { cents }) => ({ ...account, cents: account.cents + cents }),
    MoneyWithdrawn: (account, { cents }) => ({ ...account, cents: account.cents - cents }),
    InterestPaid: (account, { cents }) => ({ ...account, cents: account.cents + cents }),
    AccountClosed: (account) => ({ ...account, closed: true }),
  },
});

export const openAccount = Account.creation({
  args: { owner: v.string() },
  decide: (_account, { accountId, owner }) => accountEvents.AccountOpened({ accountId, owner }),
});

export const deposit = Account.command({
  args: { cents: fromZod(z.number().int().positive()) },
  decide: ({ closed }, { accountId, cents }) => {
    ensure(!closed, accountRejections.ACCOUNT_CLOSED);
    return accountEvents.MoneyDeposited({ accountId, cents });
  },
});

export const depositAll = Account.command({
  args: { amounts: v.array(v.number()) },
  decide: (_account, { accountId, amounts }) =>
    amounts.map((cents) => accountEvents.MoneyDeposited({ accountId, cents })),
});

export const withdraw = Account.command({
  args: { cents: v.number() },
  decide: ({ cents: balance }, { accountId, cents }) => {
    const wanted = cents;
    ensure(cents > 0 && balance >= cents, accountRejections.INSUFFICIENT_FUNDS, {
      balance,
      wanted,
    });
    return accountEvents.MoneyWithdrawn({ accountId, cents });
  },
});

export const payInterest = Account.command({
  args: { currency: v.string() },
  load: (ctx, { currency }) =>
    ctx.db
      .query("rates")
      .withIndex("by_currency", (q) => q.eq("currency", currency))
      .unique(),
  decide: (account, { accountId, currency }, { data: rate }) => {
    ensure(rate, accountRejections.UNKNOWN_CURRENCY, { currency });
    const cents = Math.floor((account.cents * rate.percent) / 100);
    return accountEvents.InterestPaid({ accountId, cents, percent: rate.percent });
  },
});

export const closeAccount = Account.command({
  authorise: (actor) => actor.roles.includes("teller"),
  decide: ({ closed }, { accountId }) => (closed ? [] : accountEvents.AccountClosed({ accountId })),
});

export const balances = defineProjection("balances", {
  events: accountEvents,
  key: "accountId",
  initial: { owner: "", cents: 0 },
  on: {
    AccountOpened: (row, { owner }) => ({ ...row, owner }),
    MoneyDeposited: (row, { cents }) => ({ ...row, cents: row.cents + cents }),
    MoneyWithdrawn: (row, { cents }) => ({ ...row, cents: row.cents - cents }),
    InterestPaid: (row, { cents }) => ({ ...row, cents: row.cents + cents }),
    AccountClosed: () => null,
  },
});

const moved = <Row extends { count: number }>(row: Row, { payload, key, ...event }: Moved) => ({
  ...row,
  kind: event.type,
  count: row.count + 1,
  last: JSON.stringify(event),
});
type Moved = HandledEvent & { payload?: unknown };

export const movements = defineProjection("movements", {
  category: "reporting",
  events: accountEvents,
  key: ({ type, payload }) => `${payload.accountId}/${type}`,
  initial: { kind: "", count: 0 },
  on: {
    MoneyDeposited: (row, _payload, event) => moved(row, event),
    MoneyWithdrawn: (row, _payload, event) => moved(row, event),
  },
});

export const bank = defineBoundedContext("bank", {
  version: 2,
  description: "Accounts and what moves on them",
  commands: {
    openAccount,
    deposit,
    depositAll,
    withdraw,
    payInterest,
    closeAccount,
  },
  projections: [balances, movements],
});
