import { expect, test } from "vitest";
import { parseData, parseEvents } from "./parseData.js";

test("TE-3 a step's data is JSON, with Convex's notation for what JSON lacks", () => {
  expect(parseData('{"n": 1, "big": {"$integer": "AQAAAAAAAAA="}, "list": [null]}')).toEqual({
    n: 1,
    big: 1n,
    list: [null],
  });
});

test("TE-3 a step whose data is not JSON says so", () => {
  expect(() => parseData("{orderId: 1}")).toThrow("not valid JSON: {orderId: 1}");
});

test("TE-3 a table's rows are events", () => {
  expect(parseEvents([["OrderCreated", '{"orderId": "o-1"}']])).toEqual([
    { type: "OrderCreated", payload: { orderId: "o-1" } },
  ]);
});
