// @vitest-environment node
import { getFunctionName } from "convex/server";
import { expect, test } from "vitest";
import { importOrder } from "./importOrder.ts";
import type { Importer } from "./importerOf.ts";

const counts = {
  calls: 1,
  nestedCalls: 1,
  indexRanges: 1,
  docsRead: 1,
  docsWritten: 1,
  bytesWritten: 1,
  scheduled: 0,
};
const order = (orderId: string) => ({
  line: 2,
  orderId,
  customerId: "C",
  orderedAt: 0,
  lines: [
    { line: 2, sku: "p", quantity: 1, unitPriceCents: 100 },
    { line: 3, sku: "q", quantity: 1, unitPriceCents: 100 },
  ],
  totalCents: 200,
});

/** An importer that notes what is sent; a command of `refused` is refused. */
function importer({ refused = "" } = {}) {
  const sent: string[] = [];
  const value = { status: "executed", commandId: "c", version: 1, position: null, events: [] };
  const mutate: Importer["mutate"] = async (fn, { orderId = null }) => {
    const name = getFunctionName(fn).split(":")[1] ?? "";
    sent.push(`${name} ${JSON.stringify(orderId)}`);
    const refusal = { status: "refused", commandId: "c", code: "NO", message: "no", details: {} };
    return { counts, value: name === refused ? refusal : value };
  };
  return { sent, mutate, close: () => Promise.resolve() };
}

test("lines are reserved in the order of the file, even when a later order is ready first", async () => {
  const { sent, ...signedIn } = importer();
  const first = Promise.withResolvers<null>();
  const later = importOrder(signedIn, order("2"), { before: first.promise, pass: () => undefined });
  await importOrder(signedIn, order("1"), {
    before: Promise.resolve(),
    pass: () => first.resolve(null),
  });
  await later;
  const reserved = sent.filter((command) => command.startsWith("reserveStock"));
  expect(reserved).toEqual([1, 1, 2, 2].map((id) => `reserveStock "${id}"`));
});

test("an order that is refused half-way is taken back, reserves nothing and lets the next one pass", async () => {
  const { sent, ...signedIn } = importer({ refused: "submitOrder" });
  const passed = Promise.withResolvers<null>();
  const turn = { before: Promise.resolve(), pass: () => passed.resolve(null) };
  const { failed, reservations } = await importOrder(signedIn, order("1"), turn);
  await passed.promise;
  expect(sent.slice(-2)).toEqual(['submitOrder "1"', 'cancelOrder "1"']);
  expect([failed?.reason, reservations]).toEqual(["submitOrder: NO: no", []]);
});
