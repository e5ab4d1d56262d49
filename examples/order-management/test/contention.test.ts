import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { productIdOf } from "../convex/contexts/inventory/events";
import { startRecorded } from "./startRecorded";

const identity = { tokenIdentifier: "wanda", roles: ["warehouse", "auditor"] };
const productId = productIdOf("tea");
const tea = { productId, sku: "tea", name: "Tea", unitPriceCents: 450 };

const reserve = (orderId: string, commandId: string) => ({
  fn: api.inventory.reserveStock,
  args: { productId, orderId, quantity: 6, meta: { commandId } },
  identity,
});
const create = (orderId: string) => ({
  fn: api.orders.createOrder,
  args: { orderId, customerId: "c-1", meta: { commandId: `create-${orderId}` } },
  identity,
});
const receive = (quantity: number) => ({ command: "receiveStock", args: { productId, quantity } });

/** The app with ten pieces of tea in stock. */
async function start() {
  const engine = await startRecorded();
  await engine.call({ fn: api.inventory.addProduct, args: tea, identity });
  const args = { productId, quantity: 10 };
  await engine.call({ fn: api.inventory.receiveStock, args, identity });
  return engine;
}

test("of two orders that want six of ten pieces at once, one gets them", async () => {
  const engine = await start();
  const race = await engine.race([reserve("o-1", "r-1"), reserve("o-2", "r-2")], { seed: 7 });
  expect(race.outcomes.map(({ status }) => status)).toEqual(["committed", "committed"]);
  const args = { types: ["StockReserved", "StockReservationFailed"] };
  const { value } = await engine.call({ fn: api.operations.readLog, args, identity });
  expect(value).toMatchObject({
    events: [{ type: "StockReserved" }, { type: "StockReservationFailed" }],
  });
});

test("one command that arrives twice at once is executed once", async () => {
  const engine = await start();
  const race = await engine.race([reserve("o-1", "r-1"), reserve("o-1", "r-1")]);
  const [first, second] = race.outcomes.map((end) => end.status === "committed" && end.value);
  expect(first).toMatchObject({ status: "executed", version: 3 });
  expect(second).toEqual(first);
});

test("two orders never wait for each other, two reservations of one product do", async () => {
  const engine = await start();
  expect(await engine.conflicts(create("o-1"), create("o-2"))).toEqual([]);
  const [conflict] = await engine.conflicts(reserve("o-1", "r-1"), reserve("o-2", "r-2"));
  expect(conflict?.range).toContain("inventoryStore.streams");
});

test("a batch costs three calls and one document beside its items", async () => {
  const engine = await start();
  const args = { items: [receive(1), receive(2), receive(3)], meta: { commandId: "b-1" } };
  const { footprint } = await engine.call({ fn: api.inventory.batchInventory, args, identity });
  const item = await engine.call({
    fn: api.inventory.receiveStock,
    args: { productId, quantity: 4, meta: { commandId: "r-1" } },
    identity,
  });
  const { nestedCalls, docsWritten } = item.footprint.counts;
  expect(footprint.counts).toMatchObject({
    calls: 3,
    nestedCalls: 3 + 3 * nestedCalls,
    docsWritten: 1 + 3 * docsWritten,
  });
});
