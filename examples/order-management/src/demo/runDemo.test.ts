// @vitest-environment node
import picocolors from "picocolors";
import { expect, test } from "vitest";
import { jsonLine } from "../summary/jsonLine.ts";
import { isGood } from "../summary/Report.ts";
import { demoOptions } from "./demoOptions.ts";
import { inputFolder } from "./inputFolder.fixture.ts";
import { runDemo } from "./runDemo.ts";

const run = async (args: readonly string[], signal = new AbortController().signal) => {
  const lines: string[] = [];
  const print = (...printed: string[]) => void lines.push(...printed);
  const terminal = { print, colors: picocolors.createColors(false), live: null };
  const report = await runDemo(demoOptions(args), { terminal, signal });
  return { report, text: lines.join("\n") };
};

/** The text without what differs from run to run. */
const steady = (text: string) =>
  text
    .replace(/^ .*data: /m, "  DIR: ")
    .replace(/\d{19}·/g, "COMMIT-TIME-IN-NANO·")
    .replace(/^(Speed|\s*52 commands in) .*$/gm, "$1 …");

test("the shipped data set, fed twice: imported, verified, and the second time nothing is written", async () => {
  const { report, text } = await run(["--repeat", "2"]);
  expect(JSON.parse(jsonLine(report!))).toEqual({
    orders: 12,
    lines: 28,
    refused: 8,
    grossValue: 3940.5,
    commands: 52,
    commandsPerSecond: expect.any(Number),
    p50Ms: expect.any(Number),
    p95Ms: expect.any(Number),
    p99Ms: expect.any(Number),
    secondPassWrites: 0,
  });
  expect(isGood(report!)).toBe(true);
  expect(steady(text)).toMatchInlineSnapshot(`
    "Order management · event sourcing on Convex, in this process
      DIR: 16 orders, 32 lines

    Accepted  12 orders, 28 lines
    Refused   8 rows

      Row                    Why
      orders.csv:7           orderDate "2025-02-30" is not a date like 1996-07-04
      orders.csv:12          order "2003" is on line 4 already
      orders.csv:15          order "2013" has no lines; an empty order cannot be submitted
      order-details.csv:20   quantity "0" is not a whole number from 1 on
      order-details.csv:33   orders.csv has no order "2099"
      orders.csv:10          order "2009" is refused for order-details.csv:20
      order-details.csv:15   order "2006" is refused for orders.csv:7
      order-details.csv:19   order "2009" is refused for order-details.csv:20

    Customers
      Id      Customer                   Orders   Gross value
      DUNES   Hotel Dünenblick                3     $1,826.40
      ALDER   Alder & Finch Tearoom           3       $702.20
      FJORD   Fjord og Fjell Kafé             2       $605.00
      COPPR   Copper Kettle Canteen           2       $484.50
      BRINE   Brine, Stone & Daughters        2       $322.40

    Products
      Id   Product                   Pieces   Gross value
      6    Oat Biscuits, tin of 24       65       $715.00
      7    Cold Brew Jasmine            102       $693.60
      4    Heather Honey                 66       $478.50
      2    Mountain Oolong 100 g         19       $473.10
      1    Smoked Lapsang 250 g          25       $462.50
      5    Salted Plum Jam               80       $460.00
      3    Rye Crackers                 115       $391.00
      8    Roasted Barley                29       $266.80

    Gross value  $3,940.50
      ✓ sum over the read model $3,940.50
      ✓ fold of all streams     $3,940.50 (52 events)
      ✓ and so for each of 12 orders

    The same input again: 52 commands sent
      ✓ nothing was written
      ✓ nothing was executed: every command got its first outcome back

    Speed …
      52 commands in …
      read and write recorded: a figure of this machine, not of a Convex deployment

    Documents per command · read model and tags included
      Command        Executed   Read   Written   Index ranges   Component calls
      createOrder          12      0         5              6                 4
      addOrderItem         28      5         4              6                 4
      submitOrder          12      5         4              6                 4

    Order 2001 · its stream of 5 events
      Occurred at (UTC)   Event            Version   Position                What happened
      2025-01-06 09:15    OrderCreated           1   COMMIT-TIME-IN-NANO·0   for Alder & Finch Tearoom
      2025-01-06 09:15    OrderItemAdded         2   COMMIT-TIME-IN-NANO·0   4 × Smoked Lapsang 250 g at $18.50
      2025-01-06 09:15    OrderItemAdded         3   COMMIT-TIME-IN-NANO·0   12 × Heather Honey at $7.25
      2025-01-06 09:15    OrderItemAdded         4   COMMIT-TIME-IN-NANO·0   3 × Oat Biscuits, tin of 24 at $11.00
      2025-01-06 09:15    OrderSubmitted         5   COMMIT-TIME-IN-NANO·0   3 items for $194.00"
  `);
});

test("an order that the app refuses half-way is taken back and counts as refused, its lines too", async () => {
  const longId = "x".repeat(240);
  const lines = Array.from({ length: 250 }, (_, i) => `big,${longId}${i},1.00,1`);
  const input = inputFolder(
    ["big,C,1,1996-07-04", "small,C,1,1996-07-04"],
    [...lines, "small,p,2.50,2"],
  );
  const { report, text } = await run(["--input", input, "--repeat", "2"]);
  expect(text).toContain("submitOrder: EVENT_TOO_LARGE");
  expect(report?.costs).toContainEqual(expect.objectContaining({ name: "cancelOrder", sent: 1 }));
  expect(report).toMatchObject({ refused: { length: 251 }, imported: [{ orderId: "small" }] });
  expect(report?.verification).toMatchObject({ input: 500n, readModel: 500n, streams: 500n });
  expect(isGood(report!)).toBe(true);
});

test("hostile order, customer and product ids are ids like any other", async () => {
  const ids = [
    "__proto__",
    "constructor",
    "a.b",
    "a_2eb",
    "😀",
    "../../x",
    "\u0000",
    "\u001b[2J",
    "x".repeat(256),
  ];
  const input = inputFolder(
    ids.map((id) => `${id},${id},1,1996-07-04`),
    ids.map((id) => `${id},${id},1.00,1`),
  );
  const { report, text } = await run(["--input", input]);
  expect(report).toMatchObject({ imported: { length: ids.length }, refused: [] });
  expect(report?.verification).toMatchObject({ streams: 900n, isEqual: true });
  expect(text).not.toContain("\u001b");
});

test("where nothing can be imported the report says why and is not good", async () => {
  const { report, text } = await run(["--input", inputFolder(["1,C,1,never"], [])]);
  expect(text).toContain('orderDate "never" is not a date');
  expect([isGood(report!), report?.imported]).toEqual([false, []]);
  expect(JSON.parse(jsonLine(report!))).toMatchObject({
    orders: 0,
    refused: 1,
    secondPassWrites: null,
  });
});

test("a stopped run ends between two orders and has no report", async () => {
  const { report, text } = await run([], AbortSignal.abort());
  expect(report).toBeNull();
  expect(text).toContain("Stopped: 0 orders imported.");
});
