import { defineAggregate, defineEvents } from "@convex-es/platform-core";
import { complete, defineProcess, fail, send } from "@convex-es/platform-core/processes";
import { v } from "convex/values";
import { expect, test } from "vitest";
import { given } from "./given.js";

const events = defineEvents({
  OrderSubmitted: { orderId: v.string(), items: v.array(v.string()) },
  ItemReserved: { orderId: v.string(), item: v.string() },
  ItemMissing: { orderId: v.string(), item: v.string() },
});
const Order = defineAggregate("Order", v.object({ items: v.array(v.string()) }), {
  id: "orderId",
  events,
  initial: { items: [] },
  evolve: {
    OrderSubmitted: (_order, { items }) => ({ items: [...items] }),
    ItemReserved: (order) => ({ items: [...order.items] }),
    ItemMissing: (order) => ({ items: [...order.items] }),
  },
});
const reserve = Order.command({
  args: { item: v.string() },
  decide: (_order, reserved) => events.ItemReserved(reserved),
});
const miss = Order.command({
  args: { item: v.string() },
  decide: (_order, missing) => events.ItemMissing(missing),
});
const fulfilment = defineProcess({
  events,
  key: "orderId",
  start: ["OrderSubmitted"],
  state: v.object({ waiting: v.number() }),
  initial: { waiting: 0 },
  evolve: {
    OrderSubmitted: (_state, { items }) => ({ waiting: items.length }),
    ItemReserved: ({ waiting }) => ({ waiting: waiting - 1 }),
  },
  react: {
    OrderSubmitted: ({ orderId, items }) => items.map((item) => send(reserve, { orderId, item })),
    ItemReserved: (_event, { state }) => (state.waiting === 0 ? complete : []),
    ItemMissing: (_event, { key }) => fail(`NO_${key}`),
  },
});
const { OrderSubmitted, ItemReserved, ItemMissing } = events;
const submitted = OrderSubmitted({ orderId: "o", items: ["tea", "cup"] });
const reserved = ItemReserved({ orderId: "o", item: "tea" });

test("TE-1 a process sends its commands, in order", async () => {
  await given([])
    .when(fulfilment, submitted)
    .sends([
      send(reserve, { orderId: "o", item: "tea" }),
      send(reserve, { orderId: "o", item: "cup" }),
    ]);
});

test("TE-1 what came before counts, for its own instance only", async () => {
  const other = ItemReserved({ orderId: "other", item: "tea" });
  await given([submitted, other]).when(fulfilment, reserved).sends([]);
  await given([submitted, reserved]).when(fulfilment, reserved).sends([complete]);
  await given([submitted])
    .when(fulfilment, ItemMissing({ orderId: "o", item: "tea" }))
    .sends([fail("NO_o")]);
});

test("TE-1 an event without an instance asks for nothing", async () => {
  await given([]).when(fulfilment, reserved).sends([]);
});

test.each([
  ["another command", [send(miss, { orderId: "o", item: "tea" })]],
  ["other fields", [send(reserve, { orderId: "o", item: "pot" })]],
  ["another order", []],
])("TE-1 %s fails the specification", async (_what, expected) => {
  const one = OrderSubmitted({ orderId: "o", items: ["tea"] });
  const specification = () => given([]).when(fulfilment, one).sends(expected);
  await expect(async () => await specification()).rejects.toThrow(/what the process asks for/);
});

test("TE-1 a reaction that is not pure is told", async () => {
  let calls = 0;
  const random = defineProcess({
    events,
    key: "orderId",
    react: { OrderSubmitted: () => fail(`CALL_${++calls}`) },
  });
  const specification = () =>
    given([])
      .when(random, submitted)
      .sends([fail("CALL_1")]);
  await expect(async () => await specification()).rejects.toThrow(/react is pure/);
});
