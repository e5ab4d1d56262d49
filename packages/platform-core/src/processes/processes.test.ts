import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  cancelOrder,
  faults,
  giftOrders,
  orderFulfilment,
  plainOrders,
  orders,
  receiveStock,
  submitOrder,
  whenGiftSubmittedCancel,
} from "../../test/processes/fulfilment.js";
import { ProcessApp } from "../../test/processes/ProcessApp.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  faults.throwing.clear();
  faults.returned = null;
});
afterEach(() => {
  vi.useRealTimers();
});

const items = (...productIds: string[]) =>
  productIds.map((productId) => ({ productId, quantity: 2 }));

/** An app with ten of each product. */
async function stocked(...products: string[]): Promise<ProcessApp> {
  const app = new ProcessApp();
  for (const productId of products) await app.send(receiveStock, { productId, quantity: 10 });
  await app.drain();
  return app;
}

const instance = (app: ProcessApp, key: string) =>
  app.t.query((ctx) => app.platform.processes.get(ctx, { process: orderFulfilment, key }));

describe("an instance", () => {
  test("PM-1 goes from event to command to event, over two stores, until it is complete", async () => {
    const app = await stocked("tea", "cup");
    await app.send(submitOrder, { orderId: "o-1", items: items("tea", "cup") });
    await app.drain();
    expect(await app.stateOf("eventStore", "o-1")).toEqual({ status: "confirmed" });
    expect(await app.stateOf("stockStore", "tea")).toMatchObject({ available: 8 });
    expect(await instance(app, "o-1")).toMatchObject({
      status: "completed",
      steps: [
        {
          n: 1,
          input: { type: "OrderSubmitted" },
          sent: [
            { command: "stock.reserveStock", status: "executed" },
            { command: "stock.reserveStock", status: "executed" },
          ],
          state: { waiting: ["tea", "cup"], held: [] },
        },
        { n: 2, input: { type: "StockReserved" }, sent: [], state: { waiting: ["cup"] } },
        {
          n: 3,
          sent: [{ command: "orders.confirmOrder", status: "executed" }],
          state: { waiting: [], held: ["tea", "cup"] },
          status: "processing",
        },
        { n: 4, input: { type: "OrderConfirmed" }, status: "completed" },
      ],
    });
  });

  test("PM-1 takes back what was done when a later command cannot do its part", async () => {
    const app = await stocked("tea");
    await app.send(receiveStock, { productId: "cup", quantity: 1 });
    await app.send(submitOrder, { orderId: "o-1", items: items("tea", "cup") });
    await app.drain();
    expect(await app.stateOf("eventStore", "o-1")).toEqual({ status: "cancelled" });
    expect(await app.stateOf("stockStore", "tea")).toEqual({ available: 10, reserved: {} });
    expect(await instance(app, "o-1")).toMatchObject({ status: "completed" });
  });

  test("OR-4 OR-5 its commands are the system's, caused by the event, and keep the client's correlation", async () => {
    const app = await stocked("tea");
    const meta = { commandId: "c-1", correlationId: "k-1" };
    await app.send(submitOrder, { orderId: "o-1", items: items("tea") }, meta);
    await app.drain();
    const events = [
      ...(await app.rows("eventStore", "events")),
      ...(await app.rows("stockStore", "events")),
    ].filter((row) => row["type"] !== "StockReceived");
    expect(events.map((row) => row["correlationId"])).toEqual(["k-1", "k-1", "k-1"]);
    const [record] = (await app.rows("stockStore", "commands")).slice(-1);
    expect(record).toMatchObject({
      type: "stock.reserveStock",
      actorId: "process:orderFulfilment",
      causationId: "Order:o-1:1",
      commandId: expect.stringMatching(/^p-1-[0-9a-f]{40}$/) as string,
    });
  });

  test("PM-1 many events of many instances are handled in one page, each on what those before it decided", async () => {
    const app = await stocked("tea");
    for (let n = 0; n < 6; n++) {
      await app.send(submitOrder, { orderId: `o-${n}`, items: items("tea") });
    }
    await app.drain();
    const states = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((n) => app.stateOf("eventStore", `o-${n}`)),
    );
    expect(states).toEqual([
      ...Array<unknown>(5).fill({ status: "confirmed" }),
      { status: "cancelled" },
    ]);
    expect(await app.stateOf("stockStore", "tea")).toMatchObject({ available: 0 });
  });
});

describe("exactly once", () => {
  test("PM-2 the whole log replayed, with the records of its commands deleted, does nothing", async () => {
    const app = await stocked("tea", "cup");
    for (const orderId of ["o-1", "o-2"]) {
      await app.send(submitOrder, { orderId, items: items("tea", "cup") });
    }
    await app.drain();
    const counts = async () => [
      (await app.rows("eventStore", "events")).length,
      (await app.rows("stockStore", "events")).length,
      (await app.rows("platformCore", "processSteps")).length,
    ];
    const before = await counts();
    for (const store of ["eventStore", "stockStore"]) {
      await app.inside(store, async ({ db }) => {
        for (const row of await db.query("commands").collect()) await db.delete(row._id as never);
      });
    }
    await app.inside("platformCore", async ({ db }) => {
      for (const row of await db.query("cursors").collect()) {
        await db.patch(row._id as never, { cursor: null });
      }
    });
    await app.send(receiveStock, { productId: "tea", quantity: 1 });
    await app.drain();
    const [orderEvents, stockEvents, steps] = before;
    expect(await counts()).toEqual([orderEvents, stockEvents! + 1, steps]);
  });

  test("PM-1 what happened before the process was deployed is none of its business; what woke it is", async () => {
    const app = new ProcessApp(plainOrders);
    await app.send(receiveStock, { productId: "tea", quantity: 10 });
    await app.send(submitOrder, { orderId: "old", items: items("tea") });
    await app.drain();
    app.deploy(orders);
    await app.send(submitOrder, { orderId: "new", items: items("tea") });
    await app.drain();
    expect(await app.stateOf("eventStore", "old")).toEqual({ status: "submitted" });
    expect(await app.stateOf("eventStore", "new")).toEqual({ status: "confirmed" });
  });
});

const letters = (app: ProcessApp) => app.rows("platformCore", "letters");

describe("a reaction that fails", () => {
  const gifts = () => new ProcessApp(giftOrders);

  test("PM-3 leaves no trace, is put aside, and other instances go on", async () => {
    const app = gifts();
    faults.throwing.add("gift-1");
    for (const orderId of ["gift-1", "gift-2", "o-1"]) {
      await app.send(submitOrder, { orderId, items: [] });
    }
    await app.pass(500);
    expect(await app.stateOf("eventStore", "gift-1")).toEqual({ status: "submitted" });
    expect(await app.stateOf("eventStore", "gift-2")).toEqual({ status: "cancelled" });
    expect(await letters(app)).toMatchObject([
      { status: "retrying", keys: ["gift-1"], error: { code: "PROCESS_FAILED" } },
    ]);
  });

  test("PM-3 is tried again, and succeeds once its cause is mended", async () => {
    const app = gifts();
    faults.throwing.add("gift-1");
    await app.send(submitOrder, { orderId: "gift-1", items: [] });
    await app.pass(500);
    faults.throwing.clear();
    await app.drain();
    expect(await app.stateOf("eventStore", "gift-1")).toEqual({ status: "cancelled" });
    expect(await letters(app)).toEqual([]);
  });

  test("PM-3 a command that is rejected without a word fails the reaction, which is parked with the command", async () => {
    const app = gifts();
    await app.send(submitOrder, { orderId: "gift-1", items: [] });
    await app.send(cancelOrder, { orderId: "gift-1", reason: "changed my mind" });
    await app.pass(90_000);
    const [letter] = await letters(app);
    expect(letter).toMatchObject({ status: "parked", error: { code: "COMMAND_REJECTED" } });
    expect((letter!["error"] as { message: string }).message).toContain(
      "orders.cancelOrder, sent by whenGiftSubmittedCancel for OrderSubmitted (id Order:gift-1:1), was rejected with ORDER_NOT_OPEN",
    );
    expect(await app.rows("platformCore", "processSteps")).toEqual([]);
  });

  test.each([
    ["a word", "yes"],
    ["nothing", undefined],
    ["a promise", Promise.resolve([])],
    ["a list with something else in it", [{ kind: "explode" }]],
  ])("PM-3 that returns %s fails", async (_what, returned) => {
    const app = gifts();
    faults.returned = returned;
    await app.send(submitOrder, { orderId: "gift-1", items: [] });
    await app.drain();
    expect(await letters(app)).toMatchObject([{ error: { code: "PROCESS_FAILED" } }]);
  });
});

describe("what is seen of it", () => {
  test("PM-3 instances by status, those that began last first", async () => {
    const app = await stocked("tea");
    for (const orderId of ["o-1", "o-2", "o-3"]) {
      await app.send(submitOrder, { orderId, items: items("tea") });
    }
    await app.drain();
    const list = (query: object) =>
      app.t.query((ctx) =>
        app.platform.processes.list(ctx, { process: orderFulfilment, ...query }),
      );
    const first = await list({ limit: 2 });
    expect(first.instances.map(({ key }) => key)).toEqual(["o-3", "o-2"]);
    const second = await list({ limit: 2, cursor: first.cursor });
    expect(second).toMatchObject({ instances: [{ key: "o-1" }], cursor: null });
    expect((await list({ status: "failed" })).instances).toEqual([]);
    expect((await list({ status: "completed", tenant: "" })).instances).toHaveLength(3);
    expect((await list({ tenant: "other" })).instances).toEqual([]);
  });

  test("PM-1 events that no instance goes on with are left out, and counted", async () => {
    const app = new ProcessApp(giftOrders);
    await app.send(submitOrder, { orderId: "gift-1", items: [] });
    await app.drain();
    await app.send(submitOrder, { orderId: "o-1", items: [] });
    await app.drain();
    const ignored = () =>
      app.t.query((ctx) => app.platform.processes.ignored(ctx, whenGiftSubmittedCancel));
    expect(await ignored()).toBe(0);
    expect(
      await app.t.query((ctx) =>
        app.platform.processes.get(ctx, { process: "whenGiftSubmittedCancel", key: "none" }),
      ),
    ).toBeNull();
  });
});
