import {
  createPlatform,
  defineAggregate,
  defineBoundedContext,
  defineEvents,
  initPlatform,
  platformTables,
  projectionTable,
  type DomainEvent,
} from "@convex-es/platform-core";
import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import { componentsGeneric, defineSchema, type DataModelFromSchemaDefinition } from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { asStored } from "./asStored.js";
import { onComponents } from "./onComponents.js";
import { pureTarget } from "./pureTarget.js";
import type { RowSpecification } from "./target.js";

const orderEvents = defineEvents(
  { OrderPlaced: { orderId: v.string(), customerId: v.string(), products: v.array(v.string()) } },
  { tags: { customerId: "customer" } },
);
const customerEvents = defineEvents({
  CustomerNamed: { customerId: v.string(), name: v.string() },
});
const { OrderPlaced } = orderEvents;
const { CustomerNamed } = customerEvents;

const Order = defineAggregate("Order", v.object({}), {
  ...{ id: "orderId", events: orderEvents, initial: {} },
  evolve: { OrderPlaced: (order) => order },
});
const Customer = defineAggregate("Customer", v.object({}), {
  ...{ id: "customerId", events: customerEvents, initial: {} },
  evolve: { CustomerNamed: (customer) => customer },
});

const schema = defineSchema({
  ...platformTables,
  customers: projectionTable({ name: v.string(), orders: v.number() }),
  products: projectionTable({ product: v.string(), orders: v.number() }),
  productsNow: projectionTable({ product: v.string(), orders: v.number() }),
  regulars: projectionTable({ orders: v.number() }),
  regularsNow: projectionTable({ orders: v.number() }),
});
const { defineProjection } = initPlatform<DataModelFromSchemaDefinition<typeof schema>>();

/** Fed by two contexts, shared by two workers. */
const customers = defineProjection("customers", {
  events: { ...orderEvents, ...customerEvents },
  key: "customerId",
  delivery: { mode: "async", partitions: 2 },
  initial: { name: "", orders: 0 },
  on: {
    OrderPlaced: (row) => ({ ...row, orders: row.orders + 1 }),
    CustomerNamed: (row, { name }) => ({ ...row, name }),
  },
});

const perProduct = {
  events: orderEvents,
  key: ({ payload }: ReturnType<typeof OrderPlaced>) => payload.products,
  initial: { product: "", orders: 0 },
  on: {
    OrderPlaced: (row: { orders: number }, _: unknown, { key }: { key: string }) => ({
      product: key,
      orders: row.orders + 1,
    }),
  },
};
const products = defineProjection("products", { ...perProduct, delivery: "async" });
const productsNow = defineProjection("productsNow", {
  ...perProduct,
  version: 2,
  replaces: defineProjection("productsNow", { ...perProduct, on: {} }),
});

const ofRegulars = {
  events: orderEvents,
  key: "customerId",
  initial: { orders: 0 },
  on: { OrderPlaced: ({ orders }: { orders: number }) => ({ orders: orders + 1 }) },
  where: {
    contexts: ["ordering"],
    streamTypes: ["Order"],
    categories: ["domain"],
    tags: [{ name: "customer", value: "c-1" }],
  },
} as const;
const regulars = defineProjection("regulars", { ...ofRegulars, delivery: "async" });
const regularsNow = defineProjection("regularsNow", ofRegulars);

const ordering = defineBoundedContext("ordering", {
  commands: { placeOrder: Order.creation({ decide: () => [] }) },
  projections: [customers, products, productsNow, regulars, regularsNow],
});
const naming = defineBoundedContext("naming", {
  commands: { nameCustomer: Customer.creation({ decide: () => [] }) },
});
const platform = createPlatform(componentsGeneric() as never, {
  schema,
  contexts: [ordering, naming],
});

const modules = { "./_generated/api.ts": async () => ({}) };
function makeBackend() {
  const t = convexTest({ schema, modules });
  store.register(t);
  return t;
}

const placed = (orderId: string, customerId: string, ...sold: string[]) =>
  OrderPlaced({ orderId, customerId, products: sold });
const events: DomainEvent[] = [
  placed("o-1", "c-1", "p-1", "p-2"),
  CustomerNamed({ customerId: "c-2", name: "Bo" }),
  placed("o-2", "c-2", "p-2"),
  CustomerNamed({ customerId: "c-1", name: "Ann" }),
  placed("o-3", "c-1"),
];

const targets = [
  { on: "pure functions", target: pureTarget },
  { on: "components", target: onComponents(platform, makeBackend) },
];
describe.each(targets)("a specification on $on", ({ target }) => {
  const specify = async (specification: Pick<RowSpecification, "projection" | "row" | "key">) =>
    await target.checkRow({ events, ...specification });
  const failureOf = async (specification: Parameters<typeof specify>[0]) =>
    await specify(specification).then(
      () => "",
      (error: unknown) => (error as Error).message,
    );

  const rows: [name: string, specification: Parameters<typeof specify>[0]][] = [
    ["fed by two contexts", { projection: customers, key: "c-1", row: { name: "Ann", orders: 2 } }],
    ["of the other worker", { projection: customers, key: "c-2", row: { name: "Bo", orders: 1 } }],
    [
      "one of several of an event",
      { projection: products, key: "p-1", row: { product: "p-1", orders: 1 } },
    ],
    ["of several events", { projection: products, key: "p-2", row: { product: "p-2", orders: 2 } }],
    [
      "of several events, inline and in its second version",
      { projection: productsNow, key: "p-2", row: { product: "p-2", orders: 2 } },
    ],
    [
      "of the events that where lets pass",
      { projection: regulars, key: "c-1", row: { orders: 2 } },
    ],
  ];
  test.each(rows)("TE-1 PR-6 has a row %s as it is", async (_, specification) => {
    await specify(specification);
    expect(await failureOf({ ...specification, row: { orders: 7 } })).toContain("the row of");
  });

  test("TE-1 PR-6 wants a key where events of one or several streams lead to several rows", async () => {
    for (const projection of [customers, products, productsNow]) {
      const failure = await failureOf({ projection, key: undefined, row: {} });
      expect(failure).toContain(`several rows of ${projection.name}`);
      expect(failure).toContain("pass { key }");
    }
  });

  test("TE-1 EV-1 has no row for events that the read model does not subscribe to", async () => {
    for (const projection of [regulars, regularsNow]) {
      await specify({ projection, key: "c-2", row: null });
      await specify({ projection, key: undefined, row: { orders: 2 } });
    }
  });

  test("TE-1 UP-1 takes events of the past of several streams to where each belongs", async () => {
    const past = events.map(({ type, payload }) => asStored(type, 1, payload as object as never));
    const row = { name: "Ann", orders: 2 };
    await target.checkRow({ events: past, projection: customers, key: "c-1", row });
  });
});

test("TE-2 one specification holds, and a wrong one fails, pure and on the components", async () => {
  const right = { events, projection: customers, key: "c-1", row: { name: "Ann", orders: 2 } };
  for (const { target } of targets) {
    await target.checkRow(right);
    const wrong = async () => await target.checkRow({ ...right, row: { orders: 3 } });
    await expect(wrong()).rejects.toThrow("the row of");
  }
});
