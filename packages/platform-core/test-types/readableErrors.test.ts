// @vitest-environment node
import { expect, test } from "vitest";
import { UserCode } from "./UserCode.js";

// One compiler for all tests: the first check costs seconds, every later one some milliseconds.
const shop = new UserCode("shop.ts");
const seconds = 60_000;

test(
  "US-3 user code without a mistake compiles, with no type argument but the data model",
  () => {
    expect(shop.errors()).toEqual([]);
  },
  seconds,
);

type Mistake = [what: string, before: string, after: string, says: string];

const submitted = '    OrderSubmitted: (order) => ({ ...order, status: "submitted" }),\n';
const added = "return orderEvents.OrderItemAdded({ orderId, item });";
const created = "orderEvents.OrderCreated({ orderId, customerId })";
const didYouMean = (name: string) => `Did you mean '${name}'?`;
const didYouMeanToWrite = (name: string) => `Did you mean to write '${name}'?`;

const names: Mistake[] = [
  [
    "event",
    "orderEvents.OrderSubmitted(",
    "orderEvents.OrderSubmited(",
    `Property 'OrderSubmited' does not exist on type`,
  ],
  [
    "event, with the right one",
    "orderEvents.OrderSubmitted(",
    "orderEvents.OrderSubmited(",
    didYouMean("OrderSubmitted"),
  ],
  [
    "event field",
    created,
    "orderEvents.OrderCreated({ orderId, customerID: customerId })",
    didYouMeanToWrite("customerId"),
  ],
  ["command", "commands: { createOrder,", "commands: { createOrdr,", didYouMean("createOrder")],
  [
    "command field",
    "(order, { orderId, item }) => {",
    "(order, { orderId, itm: item }) => {",
    "Property 'itm' does not exist on type 'Frozen<{ orderId: string; item: ",
  ],
  [
    "mutation",
    "{ submitOrder: mutation }",
    "{ submitOrdr: mutation }",
    "Property 'submitOrdr' does not exist on type 'CommandMutations<",
  ],
  [
    "rejection code",
    "orderRejections.ORDER_NOT_DRAFT,",
    "orderRejections.ORDER_NOT_DRAF,",
    didYouMean("ORDER_NOT_DRAFT"),
  ],
  [
    "rejection detail",
    "{ status: order.status }",
    "{ state: order.status }",
    "'state' does not exist in type 'Frozen<{ status: \"draft\" | \"submitted\"; }>'",
  ],
  ["state field read", "order.items, item", "order.itms, item", didYouMean("items")],
  [
    "state field written",
    submitted,
    submitted.replace("status:", "statuss: 1, status:"),
    '"OrderSubmitted: statuss is not a field of Order"',
  ],
  [
    "status",
    submitted,
    submitted.replace('"submitted"', '"submited"'),
    '"OrderSubmitted: status does not fit Order"',
  ],
  ["initial status", 'status: "draft", items', 'status: "drafty", items', didYouMean('"draft"')],
  [
    "event evolved",
    submitted,
    `${submitted}    OrderGone: (order) => order,\n`,
    '"OrderGone is not an event of Order"',
  ],
  [
    "tag field",
    '{ tags: { customerId: "customer" } }',
    '{ tags: { customerID: "customer" } }',
    didYouMeanToWrite("customerId"),
  ],
  [
    "read model",
    'defineProjection("orderSummaries"',
    'defineProjection("orderSumaries"',
    "Argument of type '\"orderSumaries\"' is not assignable to parameter of type '\"orderSummaries\"'",
  ],
  [
    "read model, a plain table",
    'defineProjection("orderSummaries"',
    'defineProjection("discounts"',
    "Argument of type '\"discounts\"' is not assignable to parameter of type '\"orderSummaries\"'",
  ],
  ["key field", 'key: "orderId"', 'key: "ordrId"', didYouMean('"orderId"')],
  [
    "key field that some events lack",
    'key: "orderId"',
    'key: "customerId"',
    'Type \'"customerId"\' is not assignable to type \'"orderId" |',
  ],
  [
    "event handled",
    "    OrderSubmitted: (row, { totalCents })",
    "    OrderSubmit: (row, { totalCents })",
    '"OrderSubmit is not an event of orderSummaries"',
  ],
  [
    "column",
    "({ ...row, totalCents })",
    "({ ...row, totalCent: totalCents })",
    '"OrderSubmitted: totalCent is not a field of orderSummaries"',
  ],
  [
    "index",
    '"by_customer", range',
    '"by_client", range',
    'Type \'"by_client"\' is not assignable to type \'"by_customer"',
  ],
  [
    "indexed field",
    'range: (q) => q.eq("customerId", customerId)',
    'range: (q) => q.eq("customer", customerId)',
    "Argument of type '\"customer\"' is not assignable to parameter of type '\"customerId\"'",
  ],
  ["field of loaded data", "discount?.percent", "discount?.percentage", didYouMean("percent")],
  [
    "table in load",
    'query("discounts")',
    'query("discount")',
    "Argument of type '\"discount\"' is not assignable",
  ],
  [
    "field of a command that is sent",
    'args: { orderId: "o-1" }',
    'args: { ordrId: "o-1" }',
    didYouMeanToWrite("orderId"),
  ],
  [
    "field of the actor",
    'actor.roles.includes("clerk")',
    'actor.role === "clerk"',
    didYouMean("roles"),
  ],
  [
    "code of an outcome",
    '"ORDER_NOT_DRAFT") return',
    '"ORDER_NOT_DRAF") return',
    "'\"ORDER_NOT_DRAF\"' have no overlap",
  ],
  [
    "detail of an outcome",
    "outcome.details.status",
    "outcome.details.state",
    "Property 'state' does not exist on type '{ status: ",
  ],
  [
    "option",
    "args: { item: vItem }",
    'args: { item: vItem }, onMissing: "create"',
    "Type '\"create\"' is not assignable to type '\"decide\"'",
  ],
];

test.each(names)(
  "US-3 a wrong name is a compile error a person can read: %s",
  (...[, before, after, says]) => {
    expect(shop.errorsAfter(before, after).join("\n")).toContain(says);
  },
  seconds,
);

const shapes: Mistake[] = [
  [
    "an event field is missing",
    created,
    "orderEvents.OrderCreated({ orderId })",
    "Property 'customerId' is missing",
  ],
  [
    "an event field has another type",
    created,
    "orderEvents.OrderCreated({ orderId, customerId: 1 })",
    "Type 'number' is not assignable to type 'string'",
  ],
  ["an event is not evolved", submitted, "", '"Missing evolve for OrderSubmitted"'],
  [
    "rejection details are missing",
    "ORDER_NOT_DRAFT, { status: order.status }",
    "ORDER_NOT_DRAFT",
    "Expected 3 arguments, but got 2",
  ],
  [
    "rejection details are too much",
    "orderRejections.ORDER_EMPTY)",
    "orderRejections.ORDER_EMPTY, { a: 1 })",
    "Expected 2 arguments, but got 3",
  ],
  [
    "decide is async",
    "decide: (order, { orderId, item }) =>",
    "decide: async (order, { orderId, item }) =>",
    '"decide must not be async: read outside data in load"',
  ],
  [
    "decide returns nothing",
    `    ${added}\n`,
    "",
    '"decide must return an event, a list of events, or []"',
  ],
  [
    "load may give nothing",
    "discount?.percent",
    "discount.percent",
    "'discount' is possibly 'null'",
  ],
  [
    "load writes",
    "ctx.db\n      .query",
    'ctx.db.insert("discounts", {});\n    ctx.db\n      .query',
    "Property 'insert' does not exist on type 'GenericDatabaseReader<",
  ],
  [
    "a row has another type",
    "({ ...row, totalCents })",
    "({ ...row, totalCents: `${totalCents}` })",
    '"OrderSubmitted: totalCents does not fit orderSummaries"',
  ],
  [
    "an initial row lacks a field",
    '{ customerId: "", totalCents: 0 }',
    '{ customerId: "" }',
    "Property 'totalCents' is missing in type '{ customerId: string; }'",
  ],
  [
    "a refusal is taken for a rejection",
    "return outcome.message;",
    "return outcome.commandId;",
    "Property 'commandId' does not exist on type",
  ],
];

test.each(shapes)(
  "US-3 a wrong shape is a compile error a person can read: %s",
  (...[, before, after, says]) => {
    expect(shop.errorsAfter(before, after).join("\n")).toContain(says);
  },
  seconds,
);

test(
  "BC-1 a decision that emits another context's event does not compile, and says which event",
  () => {
    const foreign = 'return shipmentEvents.ShipmentBooked({ shipmentId: "s" });';
    const errors = shop.errorsAfter(added, foreign).join("\n");
    expect(errors).toContain('"ShipmentBooked is not an event of Order"');
  },
  seconds,
);

test(
  "AG-1 the arguments of decide cannot be mistaken: state, command and context are typed",
  () => {
    const wrong =
      "const wrong: [number, number, string] = [items, orderId, newId];\n    ensure(items.length";
    const errors = shop.errorsAfter("ensure(items.length", wrong);
    expect(errors).toHaveLength(3);
  },
  seconds,
);
