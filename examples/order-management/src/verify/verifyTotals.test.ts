// @vitest-environment node
import { expect, test } from "vitest";
import { verifyTotals } from "./verifyTotals.ts";

const planned = (orderId: string, totalCents: number) => ({
  line: 2,
  orderId,
  customerId: "C",
  orderedAt: 0,
  lines: [],
  totalCents,
});
const row = (key: string, totalCents: number, status = "submitted") => ({
  key,
  totalCents,
  status,
  customerId: "C",
});
const state = (unitPriceCents: number, status: "submitted" | "cancelled" = "submitted") => ({
  customerId: "C",
  status,
  items: [{ productId: "p", quantity: 1, unitPriceCents }],
});

test("equal sources agree; cancelled orders count nowhere", () => {
  const sources = {
    imported: [planned("a", 300)],
    summaries: [row("a", 300), row("b", 50, "cancelled")],
    states: new Map([
      ["a", state(300)],
      ["b", state(50, "cancelled")],
    ]),
  };
  expect(verifyTotals(sources)).toEqual({
    input: 300n,
    readModel: 300n,
    streams: 300n,
    differing: [],
    isEqual: true,
  });
});

test("a missing row, a wrong row and an order too many are found, even where the totals agree", () => {
  const sources = {
    imported: [planned("a", 300), planned("b", 200)],
    summaries: [row("a", 200), row("b", 300)],
    states: new Map([
      ["a", state(300)],
      ["b", state(200)],
      ["c", state(0)],
    ]),
  };
  const verification = verifyTotals(sources);
  expect(verification).toMatchObject({
    input: 500n,
    readModel: 500n,
    streams: 500n,
    isEqual: false,
  });
  expect(verification.differing).toEqual(["a", "b", "c"]);
});

test("sums stay exact beyond what a number holds", () => {
  const most = Number.MAX_SAFE_INTEGER;
  const sources = {
    imported: [planned("a", most), planned("b", most), planned("c", 1)],
    summaries: [],
    states: new Map(),
  };
  expect(verifyTotals(sources).input).toBe(2n * BigInt(most) + 1n);
});
