import fc from "fast-check";
import { v } from "convex/values";
import { expect, test } from "vitest";
import { defineAggregate } from "../declarations/defineAggregate.js";
import { defineEvents, type DomainEvent } from "../declarations/defineEvents.js";
import { fold } from "./fold.js";
import { addField, pipe, renameField, splitField } from "../upcast.js";
import { convertState } from "./convertState.js";

const events = defineEvents({ Paid: { id: v.string(), cents: v.number(), by: v.string() } });

// The same account as three releases declared it; each knows how to read what the ones before stored.
const first = defineAggregate("Account", v.object({ cents: v.number() }), {
  id: "id",
  events,
  initial: { cents: 0 },
  evolve: { Paid: (account, { cents }) => ({ cents: account.cents + cents }) },
});
const second = defineAggregate("Account", v.object({ balance: v.number() }), {
  id: "id",
  events,
  initial: { balance: 0 },
  evolve: { Paid: (account, { cents }) => ({ balance: account.balance + cents }) },
  shapes: { 1: renameField("cents", "balance") },
});
const vThird = v.object({ euros: v.number(), cents: v.number(), closed: v.boolean() });
const split = (cents: number) => ({ euros: Math.trunc(cents / 100), cents: cents % 100 });
const third = defineAggregate("Account", vThird, {
  id: "id",
  events,
  initial: { euros: 0, cents: 0, closed: false },
  evolve: {
    Paid: (account, { cents }) => ({
      ...account,
      ...split(account.euros * 100 + account.cents + cents),
    }),
  },
  shapes: {
    1: renameField("cents", "balance"),
    2: pipe(
      splitField("balance", (balance) => split(Number(balance))),
      addField("closed", false),
    ),
  },
});

const paid = fc
  .record({ cents: fc.nat({ max: 10_000 }), by: fc.string() })
  .map(({ cents, by }): DomainEvent => events.Paid({ id: "a", cents, by }));

test("AG-4 a state converted from any older shape equals a refold of its events", () => {
  fc.assert(
    fc.property(fc.array(paid, { maxLength: 20 }), (history) => {
      const refolded = fold(third, third.initial, history);
      for (const older of [first, second]) {
        const value = fold(older, older.initial, history);
        expect(convertState(third, { shape: older.shape, value })).toEqual({ state: refolded });
      }
    }),
    { numRuns: 300 },
  );
});

test("AG-4 a converted state goes on as the refolded one does", () => {
  fc.assert(
    fc.property(fc.array(paid), fc.array(paid), (before, after) => {
      const value = fold(first, first.initial, before);
      const converted = convertState(third, { shape: 1, value })?.state;
      expect(fold(third, converted, after)).toEqual(
        fold(third, third.initial, [...before, ...after]),
      );
    }),
    { numRuns: 200 },
  );
});
