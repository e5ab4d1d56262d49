// @vitest-environment node
import { expect, test } from "vitest";
import { planOrders } from "./planOrders.ts";
import { readRows } from "./readRows.ts";

const file = (rows: readonly string[]) => readRows(Buffer.from(["header", ...rows].join("\n")));
const plan = (orders: readonly string[], lines: readonly string[]) =>
  planOrders({ orders: file(orders), lines: file(lines) });
const order = (id: string) => `${id},CUST,1,1996-07-04`;
const line = (id: string, product = "p") => `${id},${product},2.50,4`;
const placesOf = ({ refused }: ReturnType<typeof plan>) =>
  refused.map((row) => `${row.file}:${row.line}`).toSorted();

test("orders become what they hold, in the order of their file, with exact totals", () => {
  const { orders, refused } = plan(
    [order("2"), order("1")],
    [line("1"), line("2", "a"), line("2", "b")],
  );
  expect(refused).toEqual([]);
  expect(orders).toEqual([
    {
      line: 2,
      orderId: "2",
      customerId: "CUST",
      orderedAt: Date.UTC(1996, 6, 4),
      lines: [
        { line: 3, sku: "a", quantity: 4, unitPriceCents: 250 },
        { line: 4, sku: "b", quantity: 4, unitPriceCents: 250 },
      ],
      totalCents: 2000,
    },
    expect.objectContaining({ orderId: "1", totalCents: 1000 }),
  ]);
});

test("what follows the last needed column is not judged", () => {
  const { orders } = plan([`${order("1")},12, Quay "Road,,`], [`${line("1")},not a number`]);
  expect(orders).toHaveLength(1);
});

test("a bad line refuses its order whole, every row of it", () => {
  const bad = plan(
    [order("1"), order("2")],
    [line("1", "a"), "1,b,2.50,0", line("1", "c"), line("2")],
  );
  expect(bad.orders.map(({ orderId }) => orderId)).toEqual(["2"]);
  expect(placesOf(bad)).toEqual([
    "order-details.csv:2",
    "order-details.csv:3",
    "order-details.csv:4",
    "orders.csv:2",
  ]);
});

test("a refused row says what is wrong with it, or which row is", () => {
  const { refused } = plan([order("1")], [line("1", "a"), "1,b,2.50,0"]);
  expect(refused).toEqual([
    {
      file: "order-details.csv",
      line: 3,
      reason: 'quantity "0" is not a whole number from 1 on',
      isCause: true,
    },
    {
      file: "orders.csv",
      line: 2,
      reason: 'order "1" is refused for order-details.csv:3',
      isCause: false,
    },
    {
      file: "order-details.csv",
      line: 2,
      reason: 'order "1" is refused for order-details.csv:3',
      isCause: false,
    },
  ]);
});

test.each([
  ["without a customer", "1,,1,1996-07-04"],
  ["with a day that does not exist", "1,CUST,1,1996-02-31"],
  ["without a date", "1,CUST"],
])("an order row %s is refused with its lines", (_, row) => {
  const bad = plan([row], [line("1")]);
  expect(bad.orders).toEqual([]);
  expect(placesOf(bad)).toEqual(["order-details.csv:2", "orders.csv:2"]);
});

test("rows without an order id are refused alone", () => {
  const bad = plan([order("1"), ",CUST,1,1996-07-04"], [line("1"), ",p,1.00,1"]);
  expect(bad.orders).toHaveLength(1);
  expect(placesOf(bad)).toEqual(["order-details.csv:3", "orders.csv:3"]);
});

test("a line of an order that is not there is refused", () => {
  const bad = plan([order("1")], [line("1"), line("9")]);
  expect(bad.refused).toMatchObject([{ line: 3, reason: 'orders.csv has no order "9"' }]);
});

test("of two rows with one order id the first counts, also when it is bad", () => {
  const good = plan([order("1"), "1,OTHER,1,1996-07-05"], [line("1")]);
  expect(good.orders).toMatchObject([{ customerId: "CUST" }]);
  expect(good.refused).toMatchObject([{ line: 3, reason: 'order "1" is on line 2 already' }]);
  expect(plan(["1,,1,1996-07-05", order("1")], [line("1")]).orders).toEqual([]);
});

test("a product twice on an order refuses the order", () => {
  const bad = plan([order("1")], [line("1"), line("1")]);
  expect(bad.orders).toEqual([]);
  expect(bad.refused[0]?.reason).toBe('product "p" is on the order already (line 2)');
});

test("an order without lines is refused: it could not be submitted", () => {
  const bad = plan([order("1")], []);
  expect(bad.refused).toMatchObject([{ file: "orders.csv", line: 2, isCause: true }]);
  expect(bad.refused[0]?.reason).toContain("has no lines");
});

test("an order that is worth more than a number counts exactly is refused", () => {
  const bad = plan([order("1")], ["1,p,90071992547409.91,2"]);
  expect(placesOf(bad)).toEqual(["order-details.csv:2", "orders.csv:2"]);
});

test.each(["__proto__", "constructor", "toString", "1\u0000", "😀"])(
  "the order id %j is one like any other",
  (id) => {
    expect(plan([order(id)], [line(id, "__proto__")]).orders).toMatchObject([{ orderId: id }]);
  },
);

test("every row is imported or refused, none twice", () => {
  const orders = [order("1"), order("1"), order("2"), "x", order("3"), ",,", order("4")];
  const lines = [
    line("1"),
    "1,q,1,1",
    "2,p,x,1",
    line("2", "r"),
    line("9"),
    line("4"),
    "bad",
    line("4"),
  ];
  const { orders: planned, refused } = plan(orders, lines);
  const imported = planned.reduce((sum, each) => sum + 1 + each.lines.length, 0);
  const places = refused.map((row) => `${row.file}:${row.line}`);
  expect(imported + places.length).toBe(orders.length + lines.length);
  expect(new Set(places).size).toBe(places.length);
});
