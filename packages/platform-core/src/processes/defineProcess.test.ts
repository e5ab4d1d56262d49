import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { defineBoundedContext } from "../index.js";
import { cancelTimer, defineProcess, fail, send, timer, type Process } from "../processes.js";
import {
  cancelOrder,
  confirmOrder,
  orderEvents,
  reserveStock,
  stockEvents,
} from "../../test/processes/fulfilment.js";

describe("types", () => {
  test("PM-1 names, fields, codes, states and timers are checked by the compiler", () => {
    const wrong = (): unknown[] => [
      // @ts-expect-error -- no such key
      defineProcess({ events: orderEvents, key: "customer", react: { OrderConfirmed: () => [] } }),
      defineProcess({
        events: orderEvents,
        key: "orderId",
        // @ts-expect-error -- no such event
        start: ["OrderShipped"],
        react: { OrderConfirmed: () => [] },
      }),
      defineProcess({
        events: orderEvents,
        key: "orderId",
        react: {
          // @ts-expect-error -- an event of another catalogue
          StockReserved: () => [],
        },
      }),
      defineProcess({
        events: orderEvents,
        key: "orderId",
        react: {
          // @ts-expect-error -- productId is missing
          OrderConfirmed: ({ orderId }) => send(reserveStock, { orderId, quantity: 1 }),
        },
      }),
      send(
        confirmOrder,
        { orderId: "o" },
        {
          rejected: ({ code }) =>
            // @ts-expect-error -- no such code
            code === "NOPE" ? [] : fail(code),
        },
      ),
      defineProcess({
        events: orderEvents,
        key: "orderId",
        timers: { deadline: () => [] },
        react: {
          // @ts-expect-error -- no such timer
          OrderConfirmed: () => timer("deadlin", { after: 1 }),
        },
      }),
      defineProcess({
        events: orderEvents,
        key: "orderId",
        state: v.object({ n: v.number() }),
        initial: { n: 0 },
        evolve: {
          // @ts-expect-error -- n is a number
          OrderConfirmed: () => ({ n: "1" }),
        },
        react: {},
      }),
    ];
    expect(wrong).toBeTypeOf("function");
  });

  test("PM-1 a reaction knows its payload and its state, without casts", () => {
    const right = defineProcess({
      events: { ...orderEvents, StockReserved: stockEvents.StockReserved },
      key: "orderId",
      state: v.object({ items: v.array(v.string()) }),
      initial: { items: [] },
      evolve: {
        StockReserved: ({ items }, { productId }) => ({ items: [...items, productId] }),
      },
      timers: {
        late: ({ key: orderId, state }) =>
          send(cancelOrder, { orderId, reason: `${state.items.length} of them` }),
      },
      react: {
        OrderSubmitted: () => timer("late", { after: 1_000 }),
        StockReserved: ({ orderId }, { state }) =>
          state.items.length > 1
            ? [cancelTimer("late"), send(confirmOrder, { orderId }, { rejected: () => fail("NO") })]
            : [],
      },
    });
    expect(right.handles).toEqual(["OrderSubmitted", "StockReserved"]);
    expect(right.starts).toEqual(right.handles);
  });
});

const base = { events: orderEvents, key: "orderId" as const };
const declared = (options: object) => () =>
  defineProcess({ ...base, react: { OrderConfirmed: () => [] }, ...options });

test.each([
  ["handles ShipOrder, which is not among its events", { react: { ShipOrder: () => [] } }],
  ["react.OrderConfirmed must be a function", { react: { OrderConfirmed: "yes" } }],
  ["timers.late must be a function", { timers: { late: 1 } }],
  ["react is empty; name at least one event", { react: {} }],
  ["state needs initial", { state: v.object({}) }],
  ["initial and evolve need state", { initial: {} }],
  ["OrderConfirmed.reason: it has no such field", { key: "reason" }],
  ['unknown onFailure.policy "stop"', { onFailure: { policy: "stop" } }],
  ["onFailure.attempts must be a whole number", { onFailure: { attempts: 0 } }],
])("PM-1 a declaration is refused that says: %s", (message, options) => {
  expect(declared(options)).toThrow(message);
});

test("PM-1 a context refuses what is no process, and names that are none", () => {
  const commands = { cancelOrder };
  const context = (processes: Record<string, Process>) => () =>
    defineBoundedContext("orders", { commands, processes });
  expect(context({ cancel: {} as Process })).toThrow("A process was not made by defineProcess.");
  expect(context({ "Not a name": declared({})() })).toThrow('"Not a name" is not a valid process');
});
